/** The Try view's place until it is written: says so. */
export default function TryView() {
  return (
    <p style={{ padding: 24 }}>
      Trying a trained network is not here yet; use "netloom predict" on the command line.
    </p>
  );
}
