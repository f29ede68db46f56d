// Batch normalization, y = γ·(x − μ)·r + β with an own μ and r = 1/√(σ² + ε) for each channel. The numbers of one
// channel stay in a cache of their core from the first time that they are read to the last.

/// Numbers [N, C, P]: samples, each of some channels, each a plane of places.
public struct ChannelPlanes: Sendable {
  /// N, the samples.
  public let samples: Int
  /// C, the channels.
  public let channels: Int
  /// P, the places of a plane.
  public let places: Int

  /// Describes so many numbers; each count is at least 1.
  public init(samples: Int, channels: Int, places: Int) {
    self.samples = samples
    self.channels = channels
    self.places = places
  }

  /// Runs `body` for each channel, with room for the numbers of so many.
  @inline(__always)
  fileprivate func forEachChannel<Scalar>(
    threads: Int, room channelsAtOnce: Int,
    _ body: (_ channel: Int, _ room: UnsafeMutablePointer<Scalar>) -> Void
  ) {
    let count = samples * places
    let isWorthThreads = isWorthThreads(products: count * channels, cost: 16)
    parallel(parts: channels, threads: isWorthThreads ? threads : 1) { channel in
      withUnsafeTemporaryAllocation(of: Scalar.self, capacity: channelsAtOnce * count) {
        body(channel, $0.baseAddress!)
      }
    }
  }

  /// Copies the planes of a channel one after the other, so that they are summed as one row.
  @inline(__always)
  fileprivate func copy<Scalar: VectorScalar>(
    _ channel: Int, of numbers: UnsafePointer<Scalar>, into room: UnsafeMutablePointer<Scalar>
  ) {
    copyRows(
      numbers + channel * places, rows: samples, columns: places, rowStride: channels * places,
      into: room, targetRowStride: places)
  }

  /// Where each plane of a channel begins, and where in the room.
  @inline(__always)
  fileprivate func forEachPlane(of channel: Int, _ body: (_ start: Int, _ inRoom: Int) -> Void) {
    for sample in 0..<samples { body((sample * channels + channel) * places, sample * places) }
  }
}

/// y = γ·(x − μ)·r + β for each channel; σ² is the mean of (x − μ)².
///
/// - Parameters:
///   - x: Numbers of the shape `planes`.
///   - scale: γ of each channel.
///   - shift: β of each channel.
///   - y: Room for as many numbers as x has.
///   - means: Room for the μ of each channel.
///   - variances: Room for the σ² of each channel.
///   - epsilon: ε.
///   - planes: How the numbers lie.
///   - threads: The most threads to use. The result does not depend on it.
func batchNorm<Scalar: VectorScalar>(
  _ x: UnsafePointer<Scalar>, scale: UnsafePointer<Scalar>, shift: UnsafePointer<Scalar>,
  into y: UnsafeMutablePointer<Scalar>, means: UnsafeMutablePointer<Scalar>,
  variances: UnsafeMutablePointer<Scalar>, epsilon: Scalar, _ planes: ChannelPlanes, threads: Int
) {
  typealias Vector = Scalar.Vector
  let count = planes.samples * planes.places
  let n = Scalar(count)
  planes.forEachChannel(threads: threads, room: 1) { (channel, row: UnsafeMutablePointer<Scalar>) in
    planes.copy(channel, of: x, into: row)
    let mean = blockwiseSum(row, count: count, threads: 1) / n
    let variance = centeredDot(row, mean, row, mean, count: count) / n
    let (m, b) = (Vector(mean), Vector(shift[channel]))
    let a = Vector(scale[channel] / (variance + epsilon).squareRoot())
    @inline(__always) func normalized(_ x: Vector) -> Vector { (x - m).times(a, plus: b) }
    planes.forEachPlane(of: channel) { start, inRow in
      Scalar.map(row + inRow, into: y + start, count: planes.places, normalized)
    }
    means[channel] = mean
    variances[channel] = variance
  }
}

/// The gradients of batch normalization, from the upstream gradient u. With z = (x − μ)·r and sums over a channel,
/// which has n numbers:
///
///     of β:  Σ u        of γ:  Σ u·z        of x:  (u − Σu/n − z·Σ(u·z)/n)·γ·r
///
/// - Parameters:
///   - x: Numbers of the shape `planes`.
///   - scale: γ of each channel.
///   - means: The μ of each channel.
///   - variances: The σ² of each channel.
///   - upstream: u, as many numbers as x has.
///   - gradient: Room for the results.
///   - epsilon: ε.
///   - planes: How the numbers lie.
///   - threads: The most threads to use. The result does not depend on it.
func batchNormGradient<Scalar: VectorScalar>(
  _ x: UnsafePointer<Scalar>, scale: UnsafePointer<Scalar>, means: UnsafePointer<Scalar>,
  variances: UnsafePointer<Scalar>, upstream: UnsafePointer<Scalar>,
  into gradient: NormGradient<Scalar>, epsilon: Scalar, _ planes: ChannelPlanes, threads: Int
) {
  typealias Vector = Scalar.Vector
  let count = planes.samples * planes.places
  let n = Scalar(count)
  planes.forEachChannel(threads: threads, room: 2) { (channel, row: UnsafeMutablePointer<Scalar>) in
    let upstreamRow = row + count
    planes.copy(channel, of: x, into: row)
    planes.copy(channel, of: upstream, into: upstreamRow)
    let mean = means[channel]
    let r = 1 / (variances[channel] + epsilon).squareRoot()
    let ofShift = blockwiseSum(upstreamRow, count: count, threads: 1)
    let ofScale = centeredDot(row, mean, upstreamRow, 0, count: count) * r
    let (m, a) = (Vector(mean), Vector(scale[channel] * r))
    let (meanOfU, slope) = (Vector(ofShift / n), Vector(-ofScale / n * r))
    @inline(__always) func pulledBack(_ x: Vector, _ u: Vector) -> Vector {
      (x - m).times(slope, plus: u - meanOfU) * a
    }
    planes.forEachPlane(of: channel) { start, inRow in
      Scalar.zip(
        row + inRow, upstreamRow + inRow, into: gradient.x + start, count: planes.places,
        pulledBack)
    }
    gradient.shift[channel] = ofShift
    gradient.scale[channel] = ofScale
  }
}

/// Σ (xᵢ − a)·(yᵢ − b).
@inline(never)
private func centeredDot<Scalar: VectorScalar>(
  _ x: UnsafePointer<Scalar>, _ a: Scalar, _ y: UnsafePointer<Scalar>, _ b: Scalar, count: Int
) -> Scalar {
  sumOfBlocks(CenteredProducts(x, a, y, b), count: count, threads: 1)
}
