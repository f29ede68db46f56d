import Files
import TensorCore

/// Sequences of several lengths, as a network takes them in a batch: filled up to the longest, with their lengths.
///
/// As data they are kept as they are, and each batch is as long as its own longest sequence:
///
/// ```swift
/// let names = PaddedSequences(try words.map { try vocabulary.encode($0) }, padding: 0)
/// for batch in Batches(names.samples(at: names.positionsByLength), size: 32) {
///   … model.forward(…batch.values, lengths: batch.lengths…)
/// }
/// ```
public struct PaddedSequences<Element: TensorElement>: Batchable {
  /// The sequences without padding, each of shape [t] or [t, …].
  public let sequences: [Tensor<Element>]
  /// What fills them up.
  public let padding: Element

  /// Takes sequences.
  ///
  /// - Parameters:
  ///   - sequences: Each of shape [t] or [t, …], with t of at least 1; all axes but the first must agree.
  ///   - padding: What fills them up. For targets, the label that the loss is told to ignore.
  ///   - file: The caller's file.
  ///   - line: The caller's line.
  ///
  /// Traps when there is none, one is empty, or the shapes do not agree.
  public init(
    _ sequences: [Tensor<Element>], padding: Element,
    file: StaticString = #fileID, line: UInt = #line
  ) {
    require(
      !sequences.isEmpty, "PaddedSequences: there is no sequence", file: file, line: line)
    for (index, sequence) in sequences.enumerated() {
      require(
        sequence.rank >= 1 && sequence.shape[0] >= 1,
        "PaddedSequences: sequence \(index) has shape \(sequence.shape), and so no step",
        file: file, line: line)
      require(
        sequence.shape.dimensions.dropFirst() == sequences[0].shape.dimensions.dropFirst(),
        "PaddedSequences: sequence \(index) has shape \(sequence.shape), which does not fit the first, "
          + "\(sequences[0].shape)", file: file, line: line)
    }
    self.init(unchecked: sequences, padding: padding)
  }

  private init(unchecked sequences: [Tensor<Element>], padding: Element) {
    self.sequences = sequences
    self.padding = padding
  }

  /// How many steps each sequence has, shape [B].
  public var lengths: Tensor<Int> { Tensor(sequences.map { $0.shape[0] }) }

  /// All sequences, filled up at their ends to the longest, shape [B, T, …].
  public var values: Tensor<Element> {
    let steps = sequences.map { $0.shape[0] }.max() ?? 0
    let inner = Array(sequences.first?.shape.dimensions.dropFirst() ?? [])
    let size = inner.reduce(1, *)
    var elements: [Element] = []
    elements.reserveCapacity(sequences.count * steps * size)
    for sequence in sequences {
      elements += sequence.elements
      elements += repeatElement(padding, count: (steps - sequence.shape[0]) * size)
    }
    return Tensor(shape: Shape([sequences.count, steps] + inner), elements: elements)
  }

  /// The positions of the sequences by their lengths, the longest first; of equal ones, in their order.
  ///
  /// In batches of neighbors by length, little is padding.
  public var positionsByLength: [Int] {
    sequences.indices.sorted {
      (-sequences[$0].shape[0], $0) < (-sequences[$1].shape[0], $1)
    }
  }

  /// The number of sequences.
  public var sampleCount: Int { sequences.count }

  /// Some of the sequences.
  public func samples(at positions: [Int]) -> PaddedSequences {
    PaddedSequences(unchecked: positions.map { sequences[$0] }, padding: padding)
  }

  /// The number of sequences.
  public var sizeDescription: String { counted(sequences.count, "sequence") }
}
