import Files
import Foundation
import TensorCore
import Testing

@testable import DataLoading

/// What Hugging Face's `tokenizers` makes of texts, written by `byte_pair.py`.
struct BytePairFixture: Decodable {
  struct Book: Decodable {
    let name: String
    let merges: Int
    let mergesDigest: String
    let tokens: Int
    let tokensDigest: String
    let firstMerges: [[Int]]
  }
  let books: [Book]
  let multilingual: String
  let multilingualMerges: [[Int]]
  let multilingualTokens: [Int]
  let multilingualByAlice: String
  let english: String
  let englishByAlice: [Int]
  let specials: [String]
  let specialText: String
  let specialByAlice: [Int]

  static let shared = Result {
    let url = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Fixtures/byte_pair.json")
    return try JSONDecoder().decode(BytePairFixture.self, from: Data(contentsOf: url))
  }

  static func digest(_ numbers: [Int]) -> String {
    SHA256.hexDigest(of: Array(numbers.map(String.init).joined(separator: " ").utf8))
  }
}

private func numbers(_ merges: [TokenPair]) -> [[Int]] { merges.map { [$0.first, $0.second] } }

@Suite("Byte-pair encoding") struct BytePairTests {
  let fixture: BytePairFixture

  init() throws { fixture = try BytePairFixture.shared.get() }

  private func tokenizer(of book: Dataset, specialTokens: [String] = []) throws -> BytePairTokenizer
  {
    BytePairTokenizer(trainedOn: try book.text(), merges: 1000, specialTokens: specialTokens)
  }

  @Test(
    "1000 merges and all tokens of a book are those of a published implementation",
    arguments: [(0, Dataset.alice), (1, .asYouLikeIt), (2, .paradiseLost)])
  func books(index: Int, dataset: Dataset) throws {
    let (book, tokenizer) = (fixture.books[index], try tokenizer(of: dataset))
    #expect(Array(numbers(tokenizer.merges).prefix(12)) == book.firstMerges)
    #expect(tokenizer.merges.count == book.merges)
    let merges = tokenizer.merges.flatMap { [$0.first, $0.second] }
    #expect(BytePairFixture.digest(merges) == book.mergesDigest)
    let text = try dataset.text()
    let tokens = tokenizer.encode(text)
    #expect(tokens.shape == [book.tokens])
    #expect(BytePairFixture.digest(tokens.elements) == book.tokensDigest)
    #expect(tokenizer.decode(tokens) == text)
  }

  @Test func multilingualTextIsThatOfAPublishedImplementation() throws {
    let own = BytePairTokenizer(trainedOn: fixture.multilingual, merges: 200)
    // No pair is left that occurs twice.
    #expect(own.merges.count < 200)
    #expect(numbers(own.merges) == fixture.multilingualMerges)
    let tokens = own.encode(fixture.multilingual)
    #expect(tokens.elements == fixture.multilingualTokens)
    #expect(Array(own.decode(tokens).utf8) == Array(fixture.multilingual.utf8))
    let alice = try tokenizer(of: .alice, specialTokens: fixture.specials)
    #expect(
      BytePairFixture.digest(alice.encode(fixture.multilingual).elements)
        == fixture.multilingualByAlice)
    #expect(alice.encode(fixture.english).elements == fixture.englishByAlice)
    #expect(alice.encode(fixture.specialText).elements == fixture.specialByAlice)
    #expect(alice.decode(alice.encode(fixture.specialText)) == fixture.specialText)
  }

  @Test func tiesAndOverlapsAreDefined() {
    // (97, 97) is there twice in "aaa", merged once; then "Xa" is there twice.
    let overlapping = BytePairTokenizer(trainedOn: "aaa aaa", merges: 9)
    #expect(numbers(overlapping.merges) == [[97, 97], [256, 97]])
    #expect(overlapping.encode("aaaaa").elements == [256, 257])
    // Equally frequent: the smaller first token, then the smaller second one.
    let tied = BytePairTokenizer(trainedOn: "db\ndb\ncb\nca\nca\ncb\n", merges: 9)
    #expect(numbers(tied.merges) == [[99, 97], [99, 98], [100, 98]])
    // The merge that was learned first, and not the one that stands first in the text.
    let ranked = BytePairTokenizer(merges: [TokenPair(98, 99), TokenPair(97, 98)])
    #expect(ranked.encode("abc").elements == [97, 256])
  }

  @Test func aStreamGivesTheTokensOfTheWholeTextInLittleMemory() throws {
    let text = fixture.multilingual + fixture.specialText + fixture.english
    let tokenizer = try tokenizer(of: .alice, specialTokens: fixture.specials)
    let whole = tokenizer.encode(text).elements
    var generator = RandomGenerator(seed: 8)
    for longestPart in [1, 2, 3, 7, 40, 400] {
      var (rest, tokens) = (text.unicodeScalars[...], [Int]())
      var stream = tokenizer.stream()
      while !rest.isEmpty {
        let part = rest.prefix(Int.random(in: 1...longestPart, using: &generator))
        tokens += stream.read(String(part))
        rest.removeFirst(part.count)
        #expect(stream.pieces.unread.count < 100 + longestPart)
      }
      #expect(tokens + stream.finish() == whole, "seed 8, parts of up to \(longestPart)")
    }
    var endless = tokenizer.stream()
    var count = 0
    for _ in 0..<2000 {
      count += endless.read("oooooooooooooooooooooooooo").count
      #expect(endless.pieces.unread.count <= TextPieces.longest + 26 + 20)
    }
    #expect(count > 0)
  }

  @Test func emptyTextAndBrokenCharacters() throws {
    let bytes = BytePairTokenizer(merges: [], specialTokens: ["<|end|>"])
    #expect(bytes.count == 257)
    #expect(bytes.encode("").shape == [0])
    #expect(bytes.decode(bytes.encode("")) == "")
    #expect(bytes.encode("é").elements == [0xC3, 0xA9])
    #expect(bytes.decode(Tensor([0xC3])) == "\u{FFFD}")
    #expect(bytes.decode(Tensor([65, 256])) == "A<|end|>")
    #expect(bytes.special("<|end|>") == 256)
    #expect(bytes.special("<|start|>") == nil)
    #expect(BytePairTokenizer(trainedOn: "", merges: 10).merges.isEmpty)
  }
}
