/// What a convolution of one image computes:
///
///     y[o, r, s] = Σ over c, i, j of w[o, c, i, j]·x[c, r·S − P + i, s·S − P + j]
///
/// with a stride S and a padding P for each axis; what lies outside of x is 0.
public struct ConvolutionProblem: Sendable {
  /// C, the channels of x.
  public let channels: Int
  /// O, the channels of y.
  public let outputs: Int
  /// How the window moves down the image.
  public let rows: WindowAxis
  /// How it moves to the right.
  public let columns: WindowAxis

  /// Describes the convolution of an image of some channels with so many kernels.
  public init(channels: Int, outputs: Int, rows: WindowAxis, columns: WindowAxis) {
    self.channels = channels
    self.outputs = outputs
    self.rows = rows
    self.columns = columns
  }

  /// C·KH·KW, the numbers of a window.
  var window: Int { channels * rows.kernel * columns.kernel }
}

/// How a window moves along one axis of an image.
///
/// With a stride S the window's element i meets only places of the padded image whose remainder by S is that of
/// i. These are a *phase* of the image; in it, the window moves by 1, whatever the stride.
public struct WindowAxis: Sendable {
  /// H or W, the image's places.
  public let input: Int
  /// OH or OW, the window's places.
  public let output: Int
  /// KH or KW, the window's elements.
  public let kernel: Int
  /// S, the distance between neighboring windows.
  public let stride: Int
  /// P, how many zeros come before the image.
  public let padding: Int

  /// Describes an axis; all counts are at least 1, and the padding is at least 0.
  public init(input: Int, output: Int, kernel: Int, stride: Int, padding: Int) {
    self.input = input
    self.output = output
    self.kernel = kernel
    self.stride = stride
    self.padding = padding
  }

  /// The phases that the window meets.
  @inline(__always)
  var phases: Int { min(stride, kernel) }

  /// How many places of its phase lie between the first and the last element of a window.
  @inline(__always)
  var reach: Int { (kernel - 1) / stride }

  /// The places of a phase that windows meet.
  @inline(__always)
  var extent: Int { output + reach }

  /// From a row of a phase to the next. The zeros of the padding at the end of a row are also those at the
  /// beginning of the next one, as far as both have them.
  var distance: Int { extent - sharedZeros }

  /// How many zeros two rows of a phase share.
  var sharedZeros: Int {
    (0..<phases).lazy.map { phase in
      let inside = inside(phase: phase, below: extent)
      return min(inside.lowerBound, extent - inside.upperBound)
    }.min()!
  }

  /// How many zeros before and after the gradient of y are met where windows reach beyond it.
  var margins: (before: Int, after: Int) {
    var margins = (before: 0, after: 0)
    for phase in 0..<phases {
      let inside = inside(phase: phase, below: extent)
      guard !inside.isEmpty else { continue }
      margins.before = max(margins.before, elements(ofPhase: phase) - 1 - inside.lowerBound)
      margins.after = max(margins.after, inside.upperBound - output)
    }
    return margins
  }

  /// How many elements of the window lie in a phase.
  @inline(__always)
  func elements(ofPhase phase: Int) -> Int { (kernel - phase + stride - 1) / stride }

  /// The places of a phase that lie inside of the image, 0 ≤ S·place + phase − P < input, of those below a
  /// limit.
  @inline(__always)
  func inside(phase: Int, below limit: Int) -> Range<Int> {
    let first = max(0, (padding - phase + stride - 1) / stride)
    let end = max(0, (input + padding - phase + stride - 1) / stride)
    let lower = min(first, limit)
    return lower..<max(lower, min(end, limit))
  }
}
