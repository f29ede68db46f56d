import Autograd
import TensorCore

/// What a recurrent network reads: sequences, the state to begin with, and how long each sequence is.
public struct RecurrentInput<Scalar: TensorScalar>: ModelInput, Sendable {
  /// x, shape [B, T, D].
  public var sequence: Variable<Scalar>
  /// Where to go on from; nil for one who has read nothing, which is zeros.
  public var state: RecurrentState<Scalar>?
  /// How many steps of each sequence are true ones, shape [B], each in 1 ... T; nil for all. The rest is
  /// padding and changes nothing.
  public var lengths: Tensor<Int>?

  /// Puts an input together.
  public init(
    _ sequence: Variable<Scalar>, state: RecurrentState<Scalar>? = nil,
    lengths: Tensor<Int>? = nil
  ) {
    self.sequence = sequence
    self.state = state
    self.lengths = lengths
  }

  /// Sequences of full length that begin with nothing.
  public init(data: Tensor<Scalar>) { self.init(Variable(data)) }
}

/// Which steps of padded sequences are true ones.
struct Padding {
  /// How many steps each sequence has.
  let lengths: [Int]
  /// T.
  let steps: Int

  /// Stops unless there is a length for each sequence, and each is in 1 ... T.
  init(lengths: Tensor<Int>, batch: Int, steps: Int, _ place: String) {
    require(
      lengths.shape == [batch],
      "\(place): expected a length for each of \(batch) sequences, found lengths of shape "
        + "\(lengths.shape)")
    self.lengths = lengths.elements
    self.steps = steps
    if let index = self.lengths.firstIndex(where: { !(1...steps).contains($0) }) {
      fatalError(
        "\(place): the length of sequence \(index) is \(self.lengths[index]), but the sequences have "
          + "1 to \(steps) steps")
    }
  }

  /// Whether each sequence is still going on at a step, shape [B, 1].
  func isTrue(at step: Int) -> Tensor<Bool> {
    Tensor(shape: [lengths.count, 1], elements: lengths.map { step < $0 })
  }

  /// 1 at true steps and 0 elsewhere, shape [T, B, 1].
  func ones<Scalar: TensorScalar>() -> Tensor<Scalar> {
    Tensor(
      shape: [steps, lengths.count, 1],
      elements: (0..<steps).flatMap { step in lengths.map { step < $0 ? 1 : 0 } })
  }
}
