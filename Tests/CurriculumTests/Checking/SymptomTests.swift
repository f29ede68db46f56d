import Gradus
import Testing

@testable import Curriculum

/// What is said of a wrong result of which nothing is known but the right one.
@Suite("symptoms")
struct SymptomTests {
  /// Numbers of both signs, none of them equal, in a matrix that is not square.
  private static let right: Tensor<Double> = [[3, -1.5, 4], [-2.25, 6.5, 0.75]]

  /// Wrong results, and how the sentence on each begins.
  private static let numbers: [(found: Tensor<Double>, sentence: String)] = [
    (right.map { -$0 }, "The sign is turned."),
    (right.map(abs), "The sign is lost"),
    (right.map { max($0, 0) }, "What should be negative is 0."),
    (right.map { _ in 0 }, "That is 0."),
    (right.map { $0.rounded(.towardZero) }, "The part after the point is lost"),
    (right * 3, "All of it is 3 times too large"),
    (right / 2, "All of it is 2 times too small"),
    (right * -3, "The sign is turned, and all of it is 3 times too large"),
    (right + 0.5, "Each number is off by the same, 0.5"),
    ([[0.75, 6.5, -2.25], [4, -1.5, 3]], "The right numbers, in reverse order."),
    ([[-1.5, 3, 4], [-2.25, 6.5, 0.75]], "The right numbers, at the wrong places"),
    ([[3, 1.5, 5.5], [-2.25, 4.25, 5]], "Each number has those before it in it"),
    (Tensor(shape: [2, 3], elements: [3, .nan, 4, -2.25, 6.5, 0.75]), "NaN comes of"),
    (Tensor(shape: [2, 3], elements: [3, .infinity, 4, -2.25, 6.5, 0.75]), "Infinity comes of"),
    (right * (1 + 1e-6), "The first digits are right"),
    (right + 1e-8, "The first digits are right"),
  ]

  @Test("what was done to all numbers alike is named", arguments: numbers.indices)
  func ofNumbers(_ index: Int) {
    let (found, sentence) = SymptomTests.numbers[index]
    let said = Symptom.of(found, insteadOf: SymptomTests.right, 1e-9)
    #expect(said?.hasPrefix(sentence) == true, "\(sentence): said \(said ?? "nothing")")
  }

  @Test("an infinite number does not hide the others") func besideInfinity() {
    func numbers(_ first: Double, _ second: Double) -> Tensor<Double> {
      Tensor([first, second, 4, -.infinity])
    }
    #expect(Symptom.of(numbers(3, 8), insteadOf: numbers(3, 1), 1e-9) == nil)
    let sentence = Symptom.of(numbers(8, 1), insteadOf: numbers(3, 1), 1e-9)
    #expect(sentence == "Only the first number is wrong.")
  }

  @Test("a shape that is wrong, over numbers that are right") func shapes() {
    let right = SymptomTests.right
    #expect(
      Symptom.of(right.flattened(), insteadOf: right, 1e-9)
        == "The numbers are right, only the shape is not.")
    #expect(Symptom.of(right.transposed(), insteadOf: right, 1e-9) == "That is the transpose.")
    #expect(Symptom.of(right[0..<1], insteadOf: right, 1e-9) == nil)
    let square: Tensor<Double> = [[1, 2], [3, 5]]
    #expect(Symptom.of(square.transposed(), insteadOf: square, 1e-9) == "That is the transpose.")
  }

  /// The places at which a column of four is wrong, and how the sentence on it begins.
  private static let places: [(found: [Double], sentence: String)] = [
    ([3, 3, 3, 3], "Every number is the first one"),
    ([3, -1, 4, 0], "Only the last number is wrong: does the loop go to the end?"),
    ([3, -1, 4, 7], "Only the last number is wrong."),
    ([8, -1, 4, 2], "Only the first number is wrong."),
    ([3, 0, 0, 2], "Some numbers are 0 and the others right"),
    ([3, 8, 7, 9], "Only the first number is right"),
  ]

  @Test("where a result is wrong is named", arguments: places.indices)
  func ofPlaces(_ index: Int) {
    let (found, sentence) = SymptomTests.places[index]
    let said = Symptom.of(Tensor(found), insteadOf: [3, -1, 4, 2], 1e-9)
    #expect(said?.hasPrefix(sentence) == true, "\(sentence): said \(said ?? "nothing")")
  }

  @Test("rows, columns and samples are called so") func axes() {
    let right = SymptomTests.right
    let lastColumn: Tensor<Double> = [[3, -1.5, 9], [-2.25, 6.5, 8]]
    #expect(Symptom.of(lastColumn, insteadOf: right, 1e-9) == "Only the last column is wrong.")
    let tall: Tensor<Double> = [[1, 2], [3, -4], [5, 7]]
    #expect(
      Symptom.of([[1, 2], [3, -4], [0, 0]], insteadOf: tall, 1e-9)
        == "Only the last row is wrong: does the loop go to the end?")
  }

  @Test("which signs are wrong is named") func signs() {
    let right: Tensor<Double> = [3, -1, 4, -2, 0, 0]
    func said(_ found: [Double]) -> String? { Symptom.of(Tensor(found), insteadOf: right, 1e-9) }
    #expect(said([3, -7, 4, -8, 0, 0]) == "Wrong is what should be negative, and only that.")
    #expect(said([7, -1, 9, -2, 0, 0]) == "Wrong is what should be positive, and only that.")
    #expect(said([3, -1, 4, -2, 5, 6]) == "Wrong is what should be 0, and only that.")
  }

  @Test("positions: an order, one too few or too many, counted from 1") func positions() {
    let right = [2, 5, 3]
    let expected: [([Int], String?)] = [
      ([3, 5, 2], "The right ones, in reverse order."),
      ([5, 2, 3], "The right ones, in another order."),
      ([2, 5], "The last one is missing."),
      ([5, 3], "The first one is missing."),
      ([2, 5, 3, 9], "There is one too many, the last."),
      ([3, 6, 4], "Each is 1 too large: positions are counted from 0."),
      ([0, 3, 1], "Each is 2 too small: does it begin at the right place?"),
      ([2, 5, 4], nil), ([], nil),
    ]
    for (found, sentence) in expected {
      #expect(Symptom.of(found, insteadOf: right) == sentence, "\(found)")
    }
  }

  @Test("of what has no pattern, nothing is said") func nothing() {
    let right = SymptomTests.right
    #expect(Symptom.of([[3, 8, 4], [9, 6.5, 9]], insteadOf: right, 1e-9) == nil)
    #expect(Symptom.of(right, insteadOf: Tensor(shape: [0], elements: []), 1e-9) == nil)
    #expect(Symptom.of(2, insteadOf: 3, 1e-9) == nil)
  }
}
