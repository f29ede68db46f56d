import Foundation
import Gradus
import Interop
import Testing

/// Checkpoints in the layouts of well-known models, which `foreign_checkpoints.py` has made with PyTorch.
@Suite("checkpoints from elsewhere") struct KeyMapTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Fixtures")
  private let generator = RandomGenerator(seed: 1)

  private func file(_ name: String) -> URL {
    Self.folder.appending(path: "\(name).safetensors")
  }

  private func example(_ name: String) throws -> (input: StoredTensor, output: Tensor<Float>) {
    let tensors = try Safetensors(contentsOf: file("\(name)-example")).tensors
    return (tensors["input"]!, tensors["output"]!.tensor()!)
  }

  /// Whether all numbers agree to 1e-5 of the largest magnitude.
  private func agree(_ found: Tensor<Float>, _ expected: Tensor<Float>) -> Bool {
    found.shape == expected.shape
      && (found - expected).abs().max() <= 1e-5 * expected.abs().max()
  }

  static let fromGPT2 = KeyMap(
    .rename("transformer", to: ""), .rename("wte", to: "table"),
    .rename("wpe.weight", to: "places"), .rename("ln_f", to: "norm"), .leaveOut("h.*.attn.bias"),
    .transpose("h.*.attn.c_attn.weight"), .transpose("h.*.*.c_proj.weight"),
    .transpose("h.*.mlp.c_fc.weight"), .rename("h", to: "blocks"), .rename("ln_1", to: "norm1"),
    .rename("ln_2", to: "norm2"), .rename("attn.c_attn.weight", to: "self_attn.in_proj_weight"),
    .rename("attn.c_attn.bias", to: "self_attn.in_proj_bias"),
    .rename("attn.c_proj", to: "self_attn.out_proj"), .rename("mlp.c_fc", to: "linear1"),
    .rename("mlp.c_proj", to: "linear2"))

  private func gpt() -> GPT<Float> {
    var generator = generator
    return GPT(vocabulary: 11, context: 6, width: 8, heads: 2, layers: 2, using: &generator)
  }

  @Test("GPT-2's names and layouts give the same logits") func gpt2() throws {
    var model = gpt()
    try model.loadWeights(from: file("gpt2"), mapping: Self.fromGPT2)
    let (input, output) = try example("gpt2")
    #expect(agree(model(input.tensor()!), output))
  }

  @Test("a PyTorch encoder whose queries, keys and values are apart") func encoder() throws {
    struct Encoder: Model {
      var layers: [TransformerBlock<Float>]
      mutating func forward(
        _ input: Variable<Float>, in context: inout Context
      ) -> Variable<Float> {
        layers.indices.reduce(input) {
          layers[$1].forward(AttentionInput($0), as: "layers.\($1)", in: &context)
        }
      }
      mutating func visitParameters(_ visit: ParameterVisit<Float>) {
        layers.visitParameters(as: "layers", visit)
      }
    }
    var generator = generator
    var model = Encoder(
      layers: (0..<2).map { _ in
        TransformerBlock(8, heads: 2, hidden: 12, isPreNorm: false, using: &generator)
      })
    let joined = KeyMap(
      .join(["q_proj.weight", "k_proj.weight", "v_proj.weight"], into: "in_proj_weight"),
      .join(["q_proj.bias", "k_proj.bias", "v_proj.bias"], into: "in_proj_bias"))
    try model.loadWeights(from: file("encoder"), mapping: joined)
    let (input, output) = try example("encoder")
    #expect(agree(model(input.tensor()!), output))

    // And apart again.
    var there = try joined(Safetensors(contentsOf: file("encoder")).tensors, source: "file")
    there = try KeyMap(
      .split("in_proj_weight", into: ["q_proj.weight", "k_proj.weight", "v_proj.weight"]),
      .split("in_proj_bias", into: ["q_proj.bias", "k_proj.bias", "v_proj.bias"]))(
        there, source: "file")
    #expect(there == (try Safetensors(contentsOf: file("encoder")).tensors))
  }

  @Test("the names of torchvision's residual networks") func resnet() throws {
    var generator = generator
    var model = Sequential<Float>(
      Conv2D(3, 4, kernel: 3, padding: 1, hasBias: false, using: &generator), BatchNorm(4), ReLU(),
      Sequential.residualBlock(4, 4, using: &generator),
      Sequential.residualBlock(4, 4, using: &generator),
      Sequential.residualBlock(4, 6, stride: 2, using: &generator),
      Sequential.residualBlock(6, 6, using: &generator),
      GlobalAveragePool2D(), Linear(6, 5, using: &generator))
    let map = KeyMap(
      .rename("layer1.0", to: "3.0"), .rename("layer1.1", to: "4.0"),
      .rename("layer2.0", to: "5.0"), .rename("layer2.1", to: "6.0"), .rename("fc", to: "8"),
      .rename("downsample", to: "projection"), .rename("0.conv1", to: "0.body.0"),
      .rename("0.bn1", to: "0.body.1"), .rename("0.conv2", to: "0.body.3"),
      .rename("0.bn2", to: "0.body.4"), .rename("conv1", to: "0"), .rename("bn1", to: "1"))
    try model.loadWeights(from: file("resnet"), mapping: map)
    let (input, output) = try example("resnet")
    #expect(agree(model(input.tensor()!), output))
  }

  @Test("all that does not fit is listed, and the model stays as it was") func mismatch() throws {
    var model = gpt()
    let before = model.state.map(\.value)
    var map = Self.fromGPT2
    map.rules.removeAll { if case .rename("ln_2", _) = $0 { true } else { false } }
    map.rules.append(.transpose("table.weight"))
    let error = try #require(
      #expect(throws: WeightsMismatch.self) {
        try model.loadWeights(from: file("gpt2"), mapping: map)
      })
    #expect(error.missing.count == 4 && error.leftOver.count == 4 && error.misshapen.count == 1)
    #expect(error.missing.contains("blocks.0.norm2.weight (perhaps blocks.0.ln_2.weight)"))
    #expect(
      error.description.hasPrefix("gpt2.safetensors does not fit the model: 4 missing: blocks.0"))
    #expect(
      error.description.hasSuffix(
        "1 of another kind: table.weight is float32 [8, 11] and not [11, 8]"))
    #expect(model.state.map(\.value) == before)
  }

  @Test("rules that do not fit say which tensor and why") func wrongRules() {
    let tensors: [String: StoredTensor] = [
      "a.q": .float([[1, 2]]), "a.k": .float([[3], [4]]), "b.q": .float([5, 6, 7]),
    ]
    func message(_ rule: KeyMap.Rule) -> String {
      let error = #expect(throws: DataError.self) { try KeyMap(rule)(tensors, source: "file") }
      return error?.description ?? ""
    }
    #expect(
      message(.rename("*.q", to: "x"))
        == "file, tensor \"b.q\": expected names that stay different, found a second \"x\"")
    #expect(
      message(.transpose("b.q")) == "file, tensor \"b.q\": expected a matrix, found the shape [3]")
    #expect(
      message(.join(["q", "k"], into: "qk"))
        == "file, tensor \"a.q\": expected parts of one type that differ in their first extent alone, "
        + "found float32 [1, 2], float32 [2, 1]")
    #expect(
      message(.join(["q", "v"], into: "qv"))
        == "file, tensor \"a.q\": expected the other parts of \"a.qv\", found no \"a.v\"")
    #expect(
      message(.split("b.q", into: ["b.x", "b.y"]))
        == "file, tensor \"b.q\": expected 2 equal parts along axis 0, found the shape [3]")
  }

  @Test("a pattern is a run of whole parts, and a * hands on what it has found") func patterns()
    throws
  {
    func renamed(_ name: String, _ pattern: String, _ replacement: String) throws -> String {
      let map = KeyMap(.rename(pattern, to: replacement))
      return try map([name: .float([1])], source: "file").keys.first!
    }
    #expect(try renamed("h.0.attn.c_attn.weight", "attn", "self") == "h.0.self.c_attn.weight")
    #expect(try renamed("h.0.attn.weight", "att", "x") == "h.0.attn.weight")
    #expect(try renamed("h.0.attn.weight", "h.*.attn", "b.*.a") == "b.0.a.weight")
    #expect(try renamed("x.1.y.2.z", "*.y.*", "*.*.w") == "x.1.2.w.z")
    #expect(try renamed("model.a", "model", "") == "a")
    #expect(try renamed("a", "a.b", "c") == "a")
  }

  @Test("numbers of 64 bits are converted, and integers are refused") func types() throws {
    let url = FileManager.default.temporaryDirectory.appending(path: "types-\(UUID()).safetensors")
    defer { try? FileManager.default.removeItem(at: url) }
    var file = Safetensors()
    file.tensors = ["w": .double([[0.5, 2]]), "b": .float([1])]
    try file.write(to: url)
    var layer = Linear<Float>(weight: [[0, 0]], bias: [0])
    let map = KeyMap(.rename("w", to: "weight"), .rename("b", to: "bias"))
    try layer.loadWeights(from: url, mapping: map)
    #expect(layer.weight.value == [[0.5, 2]] && layer.bias?.value == [1])
    file.tensors["w"] = .int([[1, 2]])
    try file.write(to: url)
    #expect(throws: WeightsMismatch.self) { try layer.loadWeights(from: url, mapping: map) }
    #expect(layer.weight.value == [[0.5, 2]])
  }
}
