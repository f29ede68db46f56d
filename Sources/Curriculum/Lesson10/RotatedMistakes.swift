import Curriculum
import Gradus

extension AttendingLesson {
  static let rotationMistakes: [Mistake<Rotated>] = [
    turned("counted from 1", "Those are the angles of one position later.") { $0.position += 1 },
    turned("the position ignored", "The position does not count.") { $0.position = 1 },
    turned(
      "from the first position on", "Positions count as they are, not from the first one on."
    ) { $0.position -= $0.positions[0] },
    turned("positions rounded", "A position may lie between whole numbers: it is not rounded.") {
      $0.position = $0.position.rounded()
    },
    turned(
      "positions cut off",
      "A position may lie between whole numbers: leave it a Double, not an Int."
    ) { $0.position = $0.position.rounded(.down) },
    turned("one position for each sample", beginAgain) {
      $0.position = $0.positions[$0.sample % $0.positions.count]
    },
    turned("the number of the row", beginAgain) {
      $0.position = Double($0.sample * $0.positions.count + $0.place)
    },
    turned("the last position for the later samples", beginAgain) {
      if $0.sample > 0 { $0.position = $0.positions.last! }
    },
    turned("the first sample alone", "All samples are turned, not the first one alone.") {
      if $0.sample > 0 { $0.position = 0 }
    },
    turned("the first position for all", "Each vector has a position of its own, not the first.") {
      $0.position = $0.positions[0]
    },
    turned("the first pair alone", allPairs) { if $0.number > 1 { $0.position = 0 } },
    turned("all pairs but the last", allPairs) {
      if $0.number >= $0.width - 2 { $0.position = 0 }
    },
    turned("times 2π", "The angle is position / 10000^(2i/d), without 2π.") {
      $0.position *= 2 * .pi
    },
    turned("the width 4", "d is the width of x, whatever it is, and not 4.") {
      $0.exponent *= Double($0.width) / 4
    },
    turned("the exponent 2i/(d − 2)", "The exponent is 2i/d, and not 2i/(d − 2).") {
      $0.exponent *= Double($0.width) / Double($0.width - 2)
    },
    turned(
      "its place in the list", "The positions are those that are given, not 0, 1, 2 in order."
    ) { $0.position = Double($0.place) },
    turned("the exponent of the next pair", "The first pair has i = 0, so that its exponent is 0.")
    {
      $0.exponent += 2 / Double($0.width)
    },
    turned("the same angle for all", "All pairs turn as fast: the later ones turn slower.") {
      $0.exponent = 0
    },
    turned(
      "the exponent i/d", "The exponent is 2i/d for pair i; that is half of it."
    ) { $0.exponent /= 2 },
    turned("the exponent twice", "The exponent is 2i/d for pair i, and not twice as large.") {
      $0.exponent *= 2
    },
    turned(
      "an angle of its own for each number",
      "Both numbers of a pair have the same angle: that of 2i."
    ) { $0.exponent = Double($0.number) / Double($0.width) },
    turned(
      "the slowest first", "The first pair turns fastest; those are in reverse order."
    ) { $0.exponent = Double($0.width - 2 - $0.number / 2 * 2) / Double($0.width) },
    turned("times in place of divided", "Later pairs turn slower: divide the position.") {
      $0.exponent = -$0.exponent
    },
    turned("only the base divided by", "Only 10000 is raised to 2i/d, and not the whole fraction.")
    {
      $0.position = Double.pow($0.position / $0.base, $0.exponent)
      $0.exponent = 0
    },
    turned("the power divided by d", "10000 is raised to 2i/d, and not to 2i.") {
      $0.position *= Double($0.width)
      $0.exponent *= Double($0.width)
    },
    turned("base e", "The base is 10 000, not e.") { $0.base = Double.exp(1) },
    turned("base 1000", "The base is 10 000, not 1000.") { $0.base = 1000 },
    turned("base 100 000", "The base is 10 000, not 100 000.") { $0.base = 100_000 },
    turned("degrees", "The angles are in radians, as cos and sin take them.") {
      $0.position *= .pi / 180
    },
    turned("the other way", "That turns the other way: the signs of the sines are exchanged.") {
      $0.position = -$0.position
    },
    turned("both sines with a plus", "The sine has a minus in front in the first of each pair.") {
      $0.sine = Double.sin($0.angle)
    },
    turned("both sines with a minus", "The sine has a plus in front in the second of each pair.") {
      $0.sine = -Double.sin($0.angle)
    },
    turned(
      "the second as the first",
      "In the second of each pair, x[2i] has the sine, and x[2i + 1] the cosine."
    ) {
      if !$0.isFirst { ($0.cosine, $0.sine) = ($0.sine, $0.cosine) }
    },
    turned("itself as the partner", "The sine multiplies the other number of the pair.") {
      $0.partner = $0.number
    },
    turned("cosine and sine exchanged", "Cosine and sine are exchanged.") {
      ($0.cosine, $0.sine) = (
        Double.sin($0.angle), $0.isFirst ? -Double.cos($0.angle) : Double.cos($0.angle)
      )
    },
    turned("the cosine alone", "The partner's part, with the sine, is missing.") { $0.sine = 0 },
    turned("the sine alone", "The number's own part, with the cosine, is missing.") {
      $0.cosine = 0
    },
    turned(
      "halves", "A pair are neighbors, 2i and 2i + 1; those are i and i + d/2."
    ) {
      let half = $0.width / 2
      $0.partner = ($0.number + half) % $0.width
      $0.exponent = 2 * Double($0.number % half) / Double($0.width)
      $0.isFirst = $0.number < half
    },
    Mistake(
      "the first one turned already",
      "y[2i + 1] is made of the old x[2i], not of the new y[2i]: keep the old one.",
      { x, positions in
        let width = x.shape[-1]
        let right = try Attending.rotated(x, at: positions)
        let sines = Matrix(
          shape: [positions.shape[0], width],
          elements: (0..<positions.shape[0] * width).map { place in
            let number = place % width
            if number.isMultiple(of: 2) { return 0 }
            return Double.sin(
              positions[place / width]
                / Double.pow(10_000, Double(number - 1) / Double(width)))
          })
        return right + (right - x).gather((0..<width).map { $0 ^ 1 }, along: -1) * sines
      }),
    Mistake(
      "added", "Those are sines and cosines added to x: rotary positions turn x.",
      { x, positions in
        let width = x.shape[-1]
        let turned = try Attending.rotated(
          Matrix((0..<width).map { Double(($0 + 1) % 2) }) * .ones([positions.shape[0], width]),
          at: positions)
        // The sine first, then the cosine.
        return x + turned.gather((0..<width).map { $0 ^ 1 }, along: -1)
      }),
  ]

  /// Those that positions below 0 show.
  static let signMistakes: [Mistake<Rotated>] = [
    Mistake(
      "the sign of a position ignored", signCounts, { try Attending.rotated($0, at: $1.abs()) }),
    Mistake(
      "positions below 0 taken as 0", signCounts,
      { try Attending.rotated($0, at: $1.map { max($0, 0) }) }),
  ]

  private static let signCounts = "Positions below 0 turn the other way: their sign counts."

  private static let beginAgain =
    "The positions begin again in each sample: of all rows, row r has positions[r % T]."

  private static let allPairs = "All d/2 pairs are turned: some are as they were."

  /// What a number becomes: cosine times itself and sine times its partner.
  private struct Turn {
    let (sample, place, number, width): (Int, Int, Int, Int)
    let positions: [Double]
    var position: Double
    var exponent: Double
    var base = 10_000.0
    var isFirst: Bool
    var partner: Int
    private var ownCosine: Double?
    private var ownSine: Double?

    init(_ row: Int, _ number: Int, _ width: Int, _ positions: [Double]) {
      (sample, place) = row.quotientAndRemainder(dividingBy: positions.count)
      (self.number, self.width, self.positions) = (number, width, positions)
      position = positions[place]
      exponent = Double(number / 2 * 2) / Double(width)
      isFirst = number.isMultiple(of: 2)
      partner = number ^ 1
    }

    var angle: Double { position / Double.pow(base, exponent) }
    var cosine: Double {
      get { ownCosine ?? Double.cos(angle) }
      set { ownCosine = newValue }
    }
    var sine: Double {
      get { ownSine ?? (isFirst ? -Double.sin(angle) : Double.sin(angle)) }
      set { ownSine = newValue }
    }
  }

  private static func turned(
    _ name: String, _ why: String, _ change: @escaping @Sendable (inout Turn) -> Void
  ) -> Mistake<Rotated> {
    Mistake(name, why) { x, positions in
      let d = x.shape[-1]
      let numbers = x.elements
      return Matrix(
        shape: x.shape,
        elements: numbers.indices.map { place in
          var turn = Turn(place / d, place % d, d, positions.elements)
          change(&turn)
          return turn.cosine * numbers[place]
            + turn.sine * numbers[place / d * d + turn.partner]
        })
    }
  }
}
