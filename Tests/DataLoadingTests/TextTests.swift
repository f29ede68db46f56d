import Files
import TensorCore
import Testing

@testable import DataLoading

@Suite struct TextTests {
  @Test func readsUTF8() throws {
    #expect(try readText(bytes: Array("\u{FEFF}né\r\n".utf8), name: "t.txt") == "né\r\n")
    #expect(try readText(bytes: [], name: "t.txt") == "")
  }

  @Test(
    "Bytes that are not UTF-8",
    arguments: [
      ([0x61, 0xFF], 1, "0xFF"), ([0x61, 0x62, 0xE2, 0x82], 2, "0xE2"), ([0x0A, 0x80], 1, "0x80"),
      ([0xC0, 0xAF], 0, "0xC0"), ([0x61, 0xED, 0xA0, 0x80], 1, "0xED"),
    ] as [([UInt8], Int, String)])
  func invalidUTF8(bytes: [UInt8], offset: Int, byte: String) {
    #expect(
      message { try readText(bytes: bytes, name: "t.txt") }
        == "t.txt, byte \(offset): expected UTF-8 text, found \(byte), which cannot stand there")
  }

  @Test func vocabulary() throws {
    let vocabulary = CharacterVocabulary(of: "banana split\né")
    #expect(String(vocabulary.characters) == "\n abilnpsté")
    #expect(vocabulary.count == 11)
    let encoded = try vocabulary.encode("pain\n")
    #expect(encoded == Tensor(shape: [5], elements: [7, 2, 4, 6, 0]))
    #expect(vocabulary.decode(encoded) == "pain\n")
    #expect(try vocabulary.decode(vocabulary.encode("")) == "")
    #expect(
      message { try vocabulary.encode("bat👩‍🚀") }
        == "text, character 3: expected one of the 11 characters of the vocabulary, found \"👩‍🚀\"")
    #expect(message { try vocabulary.encode("\t") }.hasSuffix("found \"\\t\""))
  }
}
