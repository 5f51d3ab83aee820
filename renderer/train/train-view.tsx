/** The Train view's place until it is written: says so. */
export default function TrainView() {
  return (
    <p style={{ padding: 24 }}>
      Training from the window is not here yet; use "netloom train" on the command line.
    </p>
  );
}
