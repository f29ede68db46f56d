/// Four of a kind: registers enough to hide how long one addition takes.
struct Quartet<Element> {
  var (a, b, c, d): (Element, Element, Element, Element)

  @inline(__always)
  init(_ a: Element, _ b: Element, _ c: Element, _ d: Element) {
    (self.a, self.b, self.c, self.d) = (a, b, c, d)
  }
}

extension Quartet where Element: Vector {
  /// eˣ of each less a number. Written out: a closure for each was called and not inlined, which took two fifths of
  /// the time of attention.
  @inline(__always)
  func exponentials(less shift: Element) -> Quartet {
    Quartet(
      (a - shift).exponential, (b - shift).exponential, (c - shift).exponential,
      (d - shift).exponential)
  }

  @inline(__always)
  static func * (four: Quartet, factor: Element) -> Quartet {
    Quartet(four.a * factor, four.b * factor, four.c * factor, four.d * factor)
  }
}

extension Quartet {
  /// The places of four positions, the last of which stands for those that are not there.
  @inline(__always)
  static func positions<Scalar>(
    _ base: UnsafePointer<Scalar>, stride: Int, from first: Int, count: Int
  ) -> Quartet where Element == UnsafePointer<Scalar> {
    let last = count - 1
    return Quartet(
      base + first * stride, base + min(first + 1, last) * stride,
      base + min(first + 2, last) * stride, base + min(first + 3, last) * stride)
  }
}
