import Autograd
import Foundation
import TensorCore

/// How a transformer is told where each token stands. Without, it sees a set.
public enum PositionEncoding: String, CaseIterable, Sendable {
  /// It is not told.
  case none
  /// A learned vector for each position is added (Gehring et al., 2017).
  case learned
  /// Sines and cosines of the position are added; see ``Tensor/sinusoidalPositions(_:width:from:file:line:)``.
  case sinusoidal
  /// Queries and keys are turned by angles in proportion to the position; see ``rotated(_:from:base:file:line:)``.
  case rotary
}

extension Tensor where Element: TensorScalar {
  /// A vector for each position t of sines and cosines of falling frequency, shape [T, D] (Vaswani et al., 2017):
  ///
  ///     P[t, 2i] = sin(t / 10000^(2i/D))        P[t, 2i + 1] = cos(t / 10000^(2i/D))
  ///
  /// - Parameters:
  ///   - count: T, the number of positions.
  ///   - width: D, how many numbers each has.
  ///   - start: The first position; 0 unless given.
  ///   - file: The caller's file.
  ///   - line: The caller's line.
  ///
  /// Traps when a number is negative.
  public static func sinusoidalPositions(
    _ count: Int, width: Int, from start: Int = 0, file: StaticString = #fileID,
    line: UInt = #line
  ) -> Tensor {
    require(
      start >= 0, "sinusoidalPositions: expected a first position of at least 0, found \(start)",
      file: file, line: line)
    let shape = Shape([count, width], file: file, line: line)
    return Tensor(unsafeUninitializedShape: shape, file: file, line: line) { result in
      guard result.count > 0 else { return }
      for t in 0..<count {
        for i in 0..<width {
          let turn =
            (Double(start) + Double(t)) / period(ofPair: i / 2, width: width, base: 10_000)
          result[t * width + i] = Element(
            i.isMultiple(of: 2) ? Foundation.sin(turn) : Foundation.cos(turn))
        }
      }
    }
  }
}

/// Rotary positions (Su et al., 2021, *RoFormer*): neighboring pairs of numbers of the vector at position t are
/// turned by the angles t / base^(2i/d).
///
///     y[2i]     = x[2i]·cos − x[2i + 1]·sin
///     y[2i + 1] = x[2i]·sin + x[2i + 1]·cos
///
/// The product of a query and a key that are turned like this depends on the distance of their positions alone.
///
/// - Parameters:
///   - x: Shape [..., T, d] with an even d.
///   - start: The position of the first; 0 unless given.
///   - base: How slowly the last pair turns; 10 000 unless given.
///   - file: The caller's file.
///   - line: The caller's line.
///
/// Traps when d is odd, the first position negative, or the base not positive.
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
public func rotated<Scalar: TensorScalar>(
  _ x: Variable<Scalar>, from start: Int = 0, base: Double = 10_000,
  file: StaticString = #fileID, line: UInt = #line
) -> Variable<Scalar> {
  require(
    x.rank >= 2 && x.shape[-1].isMultiple(of: 2),
    "rotated: expected shape [..., T, d] with an even d, found \(x.shape)", file: file, line: line)
  require(
    start >= 0, "rotated: expected a first position of at least 0, found \(start)", file: file,
    line: line)
  requireNumber(base, "base", .positive, of: "rotated", file: file, line: line)
  guard x.value.elementCount > 0 else { return x }
  let (count, width) = (x.shape[-2], x.shape[-1])
  let periods = (0..<width / 2).map { period(ofPair: $0, width: width, base: base) }
  // Of each number the cosine, and the sine with the sign that it has beside the partner.
  var (cosines, sines): ([Scalar], [Scalar]) = ([], [])
  cosines.reserveCapacity(count * width)
  sines.reserveCapacity(count * width)
  for t in 0..<count {
    for period in periods {
      let angle = (Double(start) + Double(t)) / period
      let (cosine, sine) = (Scalar(cos(angle)), Scalar(sin(angle)))
      cosines.append(cosine)
      cosines.append(cosine)
      sines.append(-sine)
      sines.append(sine)
    }
  }
  // Each number's partner: x[1], x[0], x[3], x[2] …
  let partners = x.gather((0..<width).map { $0 ^ 1 }, along: -1)
  return x * Variable(Tensor(shape: [count, width], elements: cosines))
    + partners * Variable(Tensor(shape: [count, width], elements: sines))
}

/// How many positions a pair needs for one radian: base^(2·pair/width).
private func period(ofPair pair: Int, width: Int, base: Double) -> Double {
  pow(base, Double(2 * pair) / Double(width))
}

/// The vectors of H heads side by side, [B, T, H·d], each turned by its position.
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
func rotated<Scalar: TensorScalar>(
  _ x: Variable<Scalar>, heads: Int, from start: Int
) -> Variable<Scalar> {
  rotated(x.byHead(heads), from: start).permuted(to: [0, 2, 1, 3]).reshaped(to: x.shape)
}
