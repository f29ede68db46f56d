import Gradus

/// A book as numbers: eight tenths to learn from, one to choose with, one to measure with.
package struct Book: Sendable {
  package let vocabulary: CharacterVocabulary
  package let tokens: Tensor<Int>
  /// Where the part to choose with begins, and where the one to measure with.
  package let (validation, test): (Int, Int)

  package init(_ book: Dataset, first count: Int = .max) throws {
    let text = String(try book.text().prefix(count))
    vocabulary = CharacterVocabulary(of: text)
    tokens = try vocabulary.encode(text)
    (validation, test) = (tokens.shape[0] * 8 / 10, tokens.shape[0] * 9 / 10)
  }

  package var size: Int { tokens.shape[0] }
}

/// Nats per character of n-grams of one order.
package struct NGramLoss: Sendable {
  package let order: Int
  /// Interpolated: on the part to choose with, and on that to measure with.
  package let (validation, test): (Double, Double)
  /// With 0.1 added to each count instead, on the part to measure with.
  package let adding: Double
}

extension Book {
  /// n-grams of each order: those that are to choose with have counted the first part alone, those to measure
  /// with the second as well.
  package func nGrams(orders: Int = 8) -> [NGramLoss] {
    let elements = tokens.elements
    func grams(_ end: Int) -> NGrams {
      NGrams(order: orders, of: Array(elements[..<end]), characters: vocabulary.count)
    }
    let (first, both) = (grams(validation), grams(test))
    return (1...orders).map { order in
      NGramLoss(
        order: order,
        validation: first.loss(on: Array(elements[..<test]), from: validation, order: order),
        test: both.loss(on: elements, from: test, order: order),
        adding: both.loss(on: elements, from: test, order: order, adds: true))
    }
  }
}
