import TensorCore
import Testing

@testable import DataLoading

@Suite struct WordTests {
  @Test func wordsAreCutAtBlanksAndPunctuation() {
    #expect(
      WordVocabulary.words(of: "It's late! `Oh,' she said: '43, dogs''.\n\tNaïve 日本")
        == [
          "It's", "late", "!", "`", "Oh", ",", "'", "she", "said", ":", "'", "43", ",", "dogs", "'",
          "'",
          ".", "Naïve", "日本",
        ])
    #expect(WordVocabulary.words(of: " \n").isEmpty)
  }

  @Test func rareWordsAreUnknown() {
    let vocabulary = WordVocabulary(of: "the cat and the dog and a cat", occurringAtLeast: 2)
    #expect(vocabulary.words == ["<unknown>", "and", "cat", "the"])
    let tokens = vocabulary.encode("the dog and the cat?")
    #expect(tokens.elements == [3, 0, 1, 3, 2, 0])
    #expect(vocabulary.decode(tokens) == "the <unknown> and the cat <unknown>")
    #expect(vocabulary.encode("").shape == [0])
    #expect(WordVocabulary(of: "").count == 1)
  }
}
