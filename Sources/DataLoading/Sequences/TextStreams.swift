import Files
import TensorCore

/// A text as B streams that are read side by side, a chunk at a time, so that a recurrent network can carry its
/// state from one chunk to the next: truncated backpropagation through time.
///
/// Stream b is the b-th of B pieces of equal length. The samples are the steps: a batch of T neighbors, in
/// order, is a chunk of all streams, and the chunk after it goes on where it ends.
///
/// ```swift
/// let streams = TextStreams(of: text, count: 32)
/// var state: RecurrentState<Float>?
/// try train(
///   &model, on: streams, with: &optimizer, epochs: 10, batchSize: 64, shuffled: false, seed: 1
/// ) { run, chunk, context in
///   if run.batch == 1 { state = nil }                   // the beginning of the text
///   … model.forward(…chunk.inputs, state…)              // [32, 64]; the loss is that of chunk.targets
///   state = next.detached()
/// }
/// ```
///
/// Other chunks than those in order would hand a state to text that it knows nothing of.
public struct TextStreams: Batchable {
  /// The characters or tokens, step by step, shape [L, B].
  private let tokens: Tensor<Int>
  /// What comes next, shape [L, B].
  private let following: Tensor<Int>

  /// Cuts a text, shape [N], into B streams of L = ⌊(N − 1) / B⌋ steps; what is left at its end is dropped.
  ///
  /// Traps when the text is too short for a step of each stream.
  public init(
    of text: Tensor<Int>, count: Int, file: StaticString = #fileID, line: UInt = #line
  ) {
    require(
      text.rank == 1, "TextStreams: expected a text of shape [N], found \(text.shape)",
      file: file, line: line)
    require(
      count >= 1, "TextStreams: expected at least 1 stream, found \(count)", file: file, line: line)
    require(
      text.shape[0] > count,
      "TextStreams: a text of \(counted(text.shape[0], "token")) is too short for "
        + "\(counted(count, "stream")) of at least 1 step and the token after it", file: file,
      line: line)
    let length = (text.shape[0] - 1) / count
    let end = count * length
    tokens = text[0..<end].reshaped(to: [count, length]).transposed()
    following = text[1..<end + 1].reshaped(to: [count, length]).transposed()
  }

  private init(tokens: Tensor<Int>, following: Tensor<Int>) {
    self.tokens = tokens
    self.following = following
  }

  /// What is read, shape [B, T].
  public var inputs: Tensor<Int> { tokens.transposed() }
  /// What comes after each of these, shape [B, T].
  public var targets: Tensor<Int> { following.transposed() }

  /// L, the number of steps.
  public var sampleCount: Int { tokens.shape[0] }

  /// Some of the steps; a chunk, where they are neighbors.
  public func samples(at positions: [Int]) -> TextStreams {
    TextStreams(tokens: tokens.gather(positions), following: following.gather(positions))
  }

  /// The number of streams and of steps.
  public var sizeDescription: String {
    "\(counted(tokens.shape[1], "stream")) of \(counted(sampleCount, "step"))"
  }
}
