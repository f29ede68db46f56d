/// What an image is taken to be outside of its edges.
public enum EdgeMode: Sendable, Equatable {
  /// 0 everywhere: `0 0 | a b c | 0 0`.
  case zero
  /// The nearest pixel: `a a | a b c | c c`.
  case nearest
  /// The mirror image, with the outermost pixel as the mirror: `c b | a b c | b a`.
  case reflect

  /// The position inside 0 ..< extent that stands for one outside; nil for a pixel that is 0.
  @inline(__always)
  func position(_ position: Int, in extent: Int) -> Int? {
    if position >= 0 && position < extent { return position }
    switch self {
    case .zero: return nil
    case .nearest: return position < 0 ? 0 : extent - 1
    case .reflect:
      let period = max(1, 2 * (extent - 1))
      let remainder = abs(position) % period
      return min(remainder, period - remainder) % extent
    }
  }
}
