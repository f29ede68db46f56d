import TensorCore
import Testing

@testable import DataLoading

/// Whether a process that trapped printed this sentence.
private func expect(_ sentence: String, in result: ExitTest.Result?) {
  let output = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
  #expect(output.contains(sentence), "the process printed: \(output)")
}

@Suite struct TrapTests {
  @Test func labelOutOfRange() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = oneHot(labels: Tensor(shape: [3], elements: [0, 5, 1]), classCount: 5, as: Float.self)
    }
    expect("oneHot: the label at index 1 is 5, but must be in 0..<5", in: result)
  }

  @Test func wrongColumnCount() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let standardizer = Standardizer(fitting: Tensor<Float>(shape: [2, 1], elements: [1, 3]))
      _ = standardizer(Tensor(shape: [1, 2], elements: [1, 3]))
    }
    expect(
      "Standardizer: it was fitted to 1 column and needs the shape [samples, 1], "
        + "but the shape is [1, 2]", in: result)
  }

  @Test func differentSampleCounts() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let x = Tensor<Float>(shape: [3, 2], elements: [1, 2, 3, 4, 5, 6])
      _ = Batches(x, Tensor<Int>(shape: [2], elements: [0, 1]), size: 2)
    }
    expect(
      "Samples: inputs and targets need the same number of samples, but the inputs are of shape "
        + "[3, 2] and the targets of shape [2]", in: result)
  }

  @Test func noBatchLeft() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let x = Tensor<Float>(shape: [3], elements: [1, 2, 3])
      _ = Batches(x, x, size: 4, dropLast: true)
    }
    expect(
      "Batches: 3 samples give no batch of size 4 when the short last batch is dropped", in: result)
  }

  @Test func rowOutOfRange() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = try CSVTable(text: "x\n1\n", name: "t.csv").selecting(rows: [0, 1])
    }
    expect("selecting: row 1 of t.csv, which has the rows 0..<1", in: result)
  }

  @Test func unknownNumber() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = CharacterVocabulary(of: "abc").decode(Tensor(shape: [2], elements: [2, 3]))
    }
    expect("decode: index 1 holds 3, but the vocabulary has numbers 0..<3", in: result)
  }

  @Test func loadingAnotherKindOfDataset() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = try Dataset.penguins.images(.train)
    }
    expect("Dataset penguins has no images, so images() cannot load it", in: result)
  }

  @Test func unknownMerge() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = BytePairTokenizer(merges: [TokenPair(97, 98), TokenPair(97, 257)])
    }
    expect(
      "BytePairTokenizer: merge 1 is of tokens 97 and 257, but before it there are only 0..<257",
      in: result)
  }

  @Test func mergeMadeTwice() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = BytePairTokenizer(merges: [TokenPair(97, 98), TokenPair(97, 98)])
    }
    expect("BytePairTokenizer: tokens 97 and 98 are merged twice", in: result)
  }

  @Test func specialTokenTwice() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = BytePairTokenizer(trainedOn: "", merges: 0, specialTokens: ["<>", "<>"])
    }
    expect("expected special tokens that differ and are not empty", in: result)
  }

  @Test func emptySpecialToken() async {
    // With words to cut, an empty token would be found at the same place again and again.
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = BytePairTokenizer(trainedOn: "a b", merges: 1, specialTokens: [""])
    }
    expect("expected special tokens that differ and are not empty", in: result)
  }

  @Test func impossibleSampler() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = TokenSampler(topP: 0)
    }
    expect("TokenSampler: expected a share p more than 0 and at most 1, found 0", in: result)
  }

  @Test func logitsThatAreNoNumbers() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = TokenSampler().probabilities(of: Tensor<Float>([1, .nan]))
    }
    expect("TokenSampler: expected logits below infinity", in: result)
  }
}
