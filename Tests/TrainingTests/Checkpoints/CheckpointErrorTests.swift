import DataLoading
import Foundation
import Layers
import Serialization
import TensorCore
import Testing

@testable import Training

/// Checkpoints that do not fit, and what is said about them; model and optimizer are unchanged each time.
@Suite struct CheckpointErrorTests {
  private static let file: Safetensors = {
    var training = ExampleTraining(seed: 1)
    try? training.runEpoch()
    return training.checkpoint.file(with: training.model, training.optimizer)
  }()

  static let changes: [(name: String, tensor: StoredTensor?, answer: String)] = [
    (
      "0.weight", nil,
      "f, tensor \"0.weight\": expected this tensor, which the model has, found none; "
        + "the file has \"1.weight\""
    ),
    (
      "0.weight", .float(.zeros([4, 8])),
      "f, tensor \"0.weight\": expected the shape [8, 4], as the model has it, found [4, 8]"
    ),
    (
      "0.weight", .double(.zeros([8, 4])),
      "f, tensor \"0.weight\": expected elements of type Float, found float64"
    ),
    (
      "0.weigth", .float(.zeros([8, 4])),
      "f, tensor \"0.weigth\": expected only tensors that the model has, found this one; "
        + "the model has \"0.weight\""
    ),
    (
      "1.running_mean", nil,
      "f, tensor \"1.running_mean\": expected this tensor, which the model has, found none; "
        + "the file has \"1.running_var\""
    ),
    (
      "optimizer/0.weight.mean", nil,
      "f, tensor \"optimizer/0.weight.mean\": expected this tensor, which Adam has, found none; "
        + "the file has \"optimizer/1.weight.mean\""
    ),
    (
      "optimizer/0.weight.step", .float(Tensor(0.5)),
      "f, tensor \"optimizer/0.weight.step\": expected a whole number from 0, found 0.5"
    ),
    (
      "optimizer/0.weight.step", .float(Tensor(.nan)),
      "f, tensor \"optimizer/0.weight.step\": expected a whole number from 0, found nan"
    ),
    (
      "optimizer/x", .float(Tensor(1)),
      "f, tensor \"optimizer/x\": expected only what Adam remembers of this model, found this tensor"
    ),
    (
      "training/learningRate", .double(Tensor(-1)),
      "f, tensor \"training/learningRate\": expected a number from 0, found -1.0"
    ),
    (
      "training/epoch", .int(Tensor(-1)),
      "f, tensor \"training/epoch\": expected a number from 0, found -1"
    ),
    (
      "training/epoch", .int([1]),
      "f, tensor \"training/epoch\": expected the shape [], as a checkpoint has it, found [1]"
    ),
    (
      "generator/order", .int([0, 0, 0, 0]),
      "f, tensor \"generator/order\": expected four integers that are not all zero, "
        + "found int64 of shape [4]"
    ),
    (
      "history/loss", .int([1]),
      "f, tensor \"history/loss\": expected a list of float64, found int64 of shape [1]"
    ),
    (
      "elsewhere/x", .int([1]),
      "f, tensor \"elsewhere/x\": expected a name of the model, or one that begins with training/, "
        + "generator/, history/, other/, optimizer/, found another"
    ),
  ]

  @Test("a tensor that is missing, superfluous or of another kind", arguments: changes)
  func change(_ change: (name: String, tensor: StoredTensor?, answer: String)) {
    var file = Self.file
    file.tensors[change.name] = change.tensor
    #expect(refusal(file.bytes()) == change.answer)
  }

  @Test func otherKindsOfFiles() {
    #expect(
      refusal(Safetensors().bytes())
        == "f: expected a checkpoint of a training, of version 1, found a safetensors file without a "
        + "training's state; loadWeights(from:) reads the weights of any safetensors file")
    var file = Self.file
    file.metadata["gradus.checkpoint"] = "2"
    #expect(refusal(file.bytes()).contains("found one of version \"2\""))
    file = Self.file
    file.metadata["gradus.optimizer"] = "SGD"
    #expect(refusal(file.bytes()) == "f: expected the state of Adam, found that of \"SGD\"")
  }

  @Test("a flipped bit anywhere is refused, or changes nothing")
  func flippedBits() throws {
    let bytes = Self.file.bytes()
    var generator = RandomGenerator(seed: 3)
    for _ in 0..<2000 {
      let place = Int.random(in: bytes.indices, using: &generator)
      let bit = Int.random(in: 0..<8, using: &generator)
      var damaged = bytes
      damaged[place] ^= 1 << bit
      let answer = refusal(damaged)
      if answer == "no error" {
        var training = ExampleTraining(seed: 9)
        try training.load(damaged)
        #expect(training.bytes == bytes, "byte \(place), bit \(bit)")
      } else {
        #expect(answer.hasPrefix("f"), "byte \(place), bit \(bit): \(answer)")
      }
    }
  }

  @Test("cut short anywhere, it is refused")
  func truncation() {
    let bytes = Self.file.bytes()
    for count in stride(from: 0, to: bytes.count, by: 17) {
      #expect(refusal(Array(bytes.prefix(count))).hasPrefix("f"))
    }
  }
}
