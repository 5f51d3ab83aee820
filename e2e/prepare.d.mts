/** Debian's browser. */
export declare const CHROMIUM: string;
/** What it is started with. */
export declare const CHROMIUM_SWITCHES: string[];
/** The version of the Electron that the tests run on. */
export declare const OLD_ELECTRON_VERSION: string;
/** The folder of that Electron, once prepared. */
export declare const OLD_ELECTRON: string;
/** Installs the Debian packages that are missing. */
export declare function preparePackages(): void;
/** Puts the old Electron into the user's cache; answers its binary. */
export declare function prepareElectron(): string;
