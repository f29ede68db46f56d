import TensorCore

/// Windows of a series, and what comes after each: windows i ..< i + W of a series of shape [N] or [N, D] as
/// inputs [n, W] or [n, W, D], and element i + W − 1 + a as the target, shape [n] or [n, D].
///
/// No window sees its target or what comes after it. For a split, name the targets of each set: its windows may
/// reach back before the set, as anybody may who forecasts, but no target belongs to two sets, and no window of
/// an earlier set sees a later one.
///
/// ```swift
/// let training = slidingWindows(of: series, length: 24, targets: 0..<cut)
/// let test = slidingWindows(of: series, length: 24, targets: cut..<series.shape[0])
/// ```
///
/// What is fitted to the series, such as a ``Standardizer``, must be fitted to what lies before the cut alone.
///
/// - Parameters:
///   - series: The series, in the order of time.
///   - length: W, how many steps a window has.
///   - ahead: a, how many steps after the window's last one the target is; 1 unless given.
///   - targets: The steps that may be targets, all unless given. Those that have no whole window before them
///     are left out.
///   - file: The caller's file.
///   - line: The caller's line.
///
/// Traps when a number is not positive, `targets` reaches beyond the series, or no window is left.
public func slidingWindows<Element: TensorElement>(
  of series: Tensor<Element>, length: Int, ahead: Int = 1, targets: Range<Int>? = nil,
  file: StaticString = #fileID, line: UInt = #line
) -> Samples<Tensor<Element>, Tensor<Element>> {
  require(
    series.rank >= 1, "slidingWindows: expected a series of shape [N] or [N, D], found a number",
    file: file, line: line)
  let count = series.shape[0]
  require(
    length >= 1 && ahead >= 1,
    "slidingWindows: expected a window and a distance of at least 1 step, found \(length) and "
      + "\(ahead)", file: file, line: line)
  let targets = targets ?? 0..<count
  require(
    targets.lowerBound >= 0 && targets.upperBound <= count,
    "slidingWindows: expected targets in 0..<\(count), found \(targets)", file: file, line: line)
  // The first step that has a whole window before it, unless that is beyond what can be counted.
  let (reach, overflow) = length.addingReportingOverflow(ahead - 1)
  let first = max(targets.lowerBound, overflow ? count : reach)
  require(
    first < targets.upperBound,
    "slidingWindows: a series of \(count) steps has no window of \(length) whose target, \(ahead) "
      + "after its end, is in \(targets)", file: file, line: line)
  let places = first..<targets.upperBound
  requireMemory(
    for: places.count.multipliedReportingOverflow(by: length).overflow
      ? .max : places.count * length, of: Int.self, as: "slidingWindows", file: file, line: line)
  let steps = places.flatMap { $0 - reach..<$0 - ahead + 1 }
  let shape = Shape([places.count, length] + series.shape.dimensions.dropFirst())
  return Samples(
    series.gather(steps).reshaped(to: shape), series.gather(Array(places)), file: file, line: line)
}
