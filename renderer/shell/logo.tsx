/** Netloom's mark: warp and weft. */
export function Logo() {
  return (
    <svg width="20" height="20" viewBox="0 0 20 20" role="img" aria-label="Netloom">
      <g fill="none" stroke="var(--color-accent)" strokeWidth="1.8" strokeLinecap="round">
        <path d="M6 2v6.2M6 11v7M14 2v3.2M14 8v10M10 2v16" />
        <path d="M2 6h12.6M17 6h1M2 14h6.2M11.6 14H18M2 10h2.6M7.4 10H18" />
      </g>
    </svg>
  );
}
