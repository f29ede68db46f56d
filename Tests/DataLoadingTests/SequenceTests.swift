import DataLoading
import TensorCore
import Testing

/// Streams of text, windows of a series, and padded sequences.
@Suite struct SequenceTests {
  @Test("chunks in order make up each stream, targets are one step ahead, and the rest is dropped")
  func textStreams() {
    // 3 streams of 6 steps; of 20 tokens, 0 to 17 are read, and 18 is the last target.
    let streams = TextStreams(of: Tensor<Int>(0..<20), count: 3)
    let batches = Batches(streams, size: 4)
    #expect(batches.map(\.inputs.shape) == [[3, 4], [3, 2]])
    #expect(batches[0].inputs == [[0, 1, 2, 3], [6, 7, 8, 9], [12, 13, 14, 15]])
    #expect(batches[1].inputs == [[4, 5], [10, 11], [16, 17]])
    for batch in batches { #expect(batch.targets == batch.inputs + 1) }
    // The shortest text there is: one step, and what comes after it.
    #expect(TextStreams(of: [7, 8], count: 1).targets == [[8]])
    #expect(streams.sizeDescription == "3 streams of 6 steps")
  }

  @Test("no window sees its target, or what comes after it")
  func slidingWindowsOfASeries() {
    let series = Tensor<Double>.range(from: 0, to: 10)
    let next = slidingWindows(of: series, length: 3)
    let firsts: Tensor<Double> = [[0], [1], [2], [3], [4], [5], [6]]
    let steps: Tensor<Double> = [0, 1, 2]
    #expect(next.inputs == firsts + steps)
    #expect(next.targets == [3, 4, 5, 6, 7, 8, 9])
    let later = slidingWindows(of: series, length: 2, ahead: 3)
    #expect(later.inputs[0] == [0, 1] && later.targets[0] == 4)
    #expect(later.count == 6 && later.targets[5] == 9)

    // A split by targets: each target in one set, and no training window beyond the cut.
    let training = slidingWindows(of: series, length: 3, targets: 0..<7)
    let test = slidingWindows(of: series, length: 3, targets: 7..<10)
    #expect(training.targets == [3, 4, 5, 6] && training.inputs.max() < 7)
    #expect(test.targets == [7, 8, 9] && test.inputs[0] == [4, 5, 6])

    let columns = Tensor<Double>.range(from: 0, to: 10).reshaped(to: [5, 2])
    let wide = slidingWindows(of: columns, length: 2)
    #expect(wide.inputs.shape == [3, 2, 2] && wide.targets == [[4, 5], [6, 7], [8, 9]])
  }

  @Test("each batch is filled up to its own longest sequence; by length, neighbors are alike")
  func paddedSequences() {
    let words = PaddedSequences(
      [[1], [2, 3, 4], [5, 6], [7, 8, 9]] as [Tensor<Int>], padding: -1)
    #expect(words.values == [[1, -1, -1], [2, 3, 4], [5, 6, -1], [7, 8, 9]])
    #expect(words.lengths == [1, 3, 2, 3])
    #expect(words.positionsByLength == [1, 3, 2, 0])
    let batches = Batches(words.samples(at: words.positionsByLength), size: 2)
    #expect(batches.map(\.values) == [[[2, 3, 4], [7, 8, 9]], [[5, 6], [1, -1]]])
    #expect(batches.map(\.lengths) == [[3, 3], [2, 1]])
    let vectors = PaddedSequences([.ones([1, 2]), .ones([2, 2])] as [Tensor<Double>], padding: 0)
    #expect(vectors.values == Tensor(shape: [2, 2, 2], elements: [1, 1, 0, 0, 1, 1, 1, 1]))
  }

  @Test("what is too short, empty or does not fit is refused with a sentence")
  func traps() async {
    func expectTrap(
      _ sentence: String, sourceLocation: SourceLocation = #_sourceLocation,
      _ result: ExitTest.Result?
    ) {
      let output = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
      #expect(
        output.contains(sentence) && output.contains("SequenceTests.swift"), "printed: \(output)",
        sourceLocation: sourceLocation)
    }
    expectTrap(
      "TextStreams: a text of 0 tokens is too short for 1 stream of at least 1 step and the token after it",
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = TextStreams(of: Tensor<Int>([]), count: 1)
      })
    expectTrap(
      "TextStreams: a text of 4 tokens is too short for 4 streams of at least 1 step",
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = TextStreams(of: Tensor<Int>(0..<4), count: 4)
      })
    expectTrap(
      "slidingWindows: a series of 3 steps has no window of 3 whose target, 1 after its end, is in 0..<3",
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = slidingWindows(of: Tensor<Double>.ones([3]), length: 3)
      })
    expectTrap(
      "slidingWindows: expected targets in 0..<3, found 2..<4",
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = slidingWindows(of: Tensor<Double>.ones([3]), length: 1, targets: 2..<4)
      })
    expectTrap(
      "PaddedSequences: sequence 1 has shape [0], and so no step",
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = PaddedSequences([[1], Tensor<Int>([])], padding: 0)
      })
    expectTrap(
      "PaddedSequences: sequence 1 has shape [1, 3], which does not fit the first, [1, 2]",
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = PaddedSequences([Tensor<Double>.ones([1, 2]), .ones([1, 3])], padding: 0)
      })
  }
}
