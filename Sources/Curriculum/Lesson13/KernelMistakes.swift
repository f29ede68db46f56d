import Curriculum
import Gradus

extension ExtendingLesson {
  /// The formula for some of the numbers, one by one.
  static func plain(
    _ x: UnsafePointer<Float>, _ b: Float, _ y: UnsafeMutablePointer<Float>, _ places: Range<Int>
  ) {
    for i in places { y[i] = 0.5 * (x[i] + (x[i] * x[i] + b).squareRoot()) }
  }

  static let kernelMistakes: [Mistake<Answers.Kernel>] = [
    Mistake("no tail", "What is left after the last whole vector is not written: add the tail.") {
      x, b, y, count in plain(x, b, y, 0..<count / 8 * 8)
    },
    Mistake(
      "a whole vector for the tail",
      "The last vector is written past the end, over somebody else's numbers."
    ) { x, b, y, count in plain(x, b, y, 0..<(count + 7) / 8 * 8) },
    Mistake(
      "a whole vector where there are fewer than eight numbers",
      "Where there are fewer than eight numbers there is no vector: it is written past the end."
    ) { x, b, y, count in
      plain(x, b, y, 0..<(count > 0 ? max(8, count) : 0))
    },
    Mistake("the tail without its last number", "The last number of the tail is missing.") {
      x, b, y, count in
      plain(x, b, y, 0..<(count % 8 == 0 ? count : count - 1))
    },
    Mistake("one number too many", "One number is written after the end.") { x, b, y, count in
      plain(x, b, y, 0..<count + 1)
    },
    Mistake("the tail as it is", "The tail is copied from x, without the formula.") {
      x, b, y, count in
      plain(x, b, y, 0..<count / 8 * 8)
      for i in count / 8 * 8..<count { y[i] = x[i] }
    },
    Mistake("the first vector alone", "Only the first vector is computed: go on in steps of eight.")
    {
      x, b, y, count in plain(x, b, y, 0..<min(8, count))
    },
    Mistake(
      "one vector again and again", "Each vector reads from its own place in x, not from the first."
    ) {
      x, b, y, count in
      for i in 0..<count {
        y[i] = 0.5 * (x[i % 8] + (x[i % 8] * x[i % 8] + b).squareRoot())
      }
    },
    Mistake(
      "NaN swallowed",
      "A NaN in x has to come out as NaN: a maximum or a comparison has swallowed it."
    ) {
      x, b, y, count in
      plain(x, b, y, 0..<count)
      for i in 0..<count where x[i].isNaN { y[i] = 0 }
    },
    Mistake(
      "NaN swallowed in the tail",
      "A NaN in x has to come out as NaN: a maximum or a comparison has swallowed it."
    ) {
      x, b, y, count in
      plain(x, b, y, 0..<count)
      for i in count / 8 * 8..<count where x[i].isNaN { y[i] = 0 }
    },
    Mistake("NaN spread", "A NaN in x must stay where it is, and not spread over its vector.") {
      x, b, y, count in
      plain(x, b, y, 0..<count)
      for i in 0..<count
      where (i / 8 * 8..<min(count, i / 8 * 8 + 8)).contains(where: { x[$0].isNaN }) {
        y[i] = .nan
      }
    },
    Mistake("no half in the tail", "The half of the formula is missing in the tail.") {
      x, b, y, count in
      plain(x, b, y, 0..<count)
      for i in count / 8 * 8..<count { y[i] *= 2 }
    },
    Mistake("b forgotten in the vectors", "b is missing in the root of the whole vectors.") {
      x, b, y, count in
      plain(x, 0, y, 0..<count / 8 * 8)
      plain(x, b, y, count / 8 * 8..<count)
    },
    Mistake("b squared", "b stands in the root as it is, without a square.") { x, b, y, count in
      plain(x, b * b, y, 0..<count)
    },
    Mistake("no half", "The half of the formula is missing.") { x, b, y, count in
      plain(x, b, y, 0..<count)
      for i in 0..<count { y[i] *= 2 }
    },
    Mistake("the half of x alone", "The ½ stands before the whole sum, x + √…: it needs brackets.")
    {
      x, b, y, count in
      for i in 0..<count { y[i] = 0.5 * x[i] + (x[i] * x[i] + b).squareRoot() }
    },
    Mistake("b forgotten", "b is missing in the root: that is ReLU.") { x, _, y, count in
      plain(x, 0, y, 0..<count)
    },
    Mistake("written into x", "The result belongs into y, and x has to stay as it is.") {
      x, b, y, count in
      plain(x, b, y, 0..<count)
      plain(x, b, UnsafeMutablePointer(mutating: x), 0..<count)
    },
  ]
}
