import Foundation
import Gradus
import Interop
import Testing

@testable import GradusCommand

/// `gradus export`: written whole, or refused.
@Suite("gradus export")
struct ExportTests {
  /// Weights of the digits network in a file, after a change.
  private func weights(
    in folder: TemporaryFolder, _ change: (inout Safetensors) -> Void = { _ in }
  ) throws -> String {
    var generator = RandomGenerator(seed: 1)
    let url = folder.url.appending(path: "digits.safetensors")
    try digitsNetwork(using: &generator).saveWeights(to: url)
    var file = try Safetensors(contentsOf: url)
    change(&file)
    try file.write(to: url)
    return url.path(percentEncoded: false)
  }

  @Test("a checkpoint of gradus train digits becomes an ONNX file, always the same one")
  func export() async throws {
    let folder = try TemporaryFolder()
    let (checkpoint, first, second) = (
      "\(folder.path)/digits", "\(folder.path)/a.onnx", "\(folder.path)/b.onnx"
    )
    _ = try await ToolRun("train", "digits", "--epochs", "1", "--checkpoint", checkpoint)
    for file in [first, second] {
      let run = try await ToolRun("export", checkpoint, "--onnx", file)
      #expect(
        run.output
          == "Written to \(file): input [N, 64], pixels from 0 to 1; output [N, 10], logits.\n",
        "it said: \(run.errors)")
    }
    let bytes = try Data(contentsOf: URL(filePath: first))
    // Two matrices of 64·64 and 64·10 numbers of 4 bytes are the most of it.
    #expect(bytes.count > 18_944)
    let other = try Data(contentsOf: URL(filePath: second))
    #expect(bytes == other)

    let again = try await ToolRun("export", checkpoint, "--onnx", first)
    #expect(again.code == 1)
    #expect(
      again.errors == "gradus: a.onnx: expected no file, since export replaces none, found one\n")
    let kept = try Data(contentsOf: URL(filePath: first))
    #expect(bytes == kept)
  }

  @Test("weights of another model, and weights that are no numbers, are named; nothing is written")
  func refused() async throws {
    let changes: [(words: [String], change: (inout Safetensors) -> Void)] = [
      (
        ["tensor \"4.bias\"", "expected this tensor", "ONNXModel in the module Interop"],
        { $0.tensors["4.bias"] = nil }
      ),
      (
        ["tensor \"5.weight\"", "only tensors that the model has"],
        { $0.tensors["5.weight"] = .float(.zeros([1])) }
      ),
      (
        ["tensor \"4.weight\"", "the shape [10, 64]", "found [64, 10]"],
        { $0.tensors["4.weight"] = .float(.zeros([64, 10])) }
      ),
      (
        ["tensor \"1.running_var\"", "expected finite numbers, found nan"],
        { $0.tensors["1.running_var"] = .float(Tensor(repeating: .nan, shape: [64])) }
      ),
    ]
    for (words, change) in changes {
      let folder = try TemporaryFolder()
      let run = try await ToolRun(
        "export", weights(in: folder, change), "--onnx", "\(folder.path)/a.onnx")
      #expect(run.code == 1)
      for word in words { #expect(run.errors.contains(word), "it said: \(run.errors)") }
      #expect(
        try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["digits.safetensors"])
    }
  }

  /// A GPT for five characters in a file, as `gradus try 10` keeps it, after a change.
  private func gpt(
    in folder: TemporaryFolder, _ change: (inout Safetensors) -> Void = { _ in }
  ) throws -> (model: GPT<Float>, path: String) {
    var generator = RandomGenerator(seed: 2)
    let model = GPT<Float>(
      vocabulary: 5, context: 64, width: 64, heads: 4, layers: 2, positions: .rotary,
      using: &generator)
    let url = folder.url.appending(path: "gpt.safetensors")
    try model.saveWeights(to: url)
    var file = try Safetensors(contentsOf: url)
    file.metadata["characters"] = "\nabcd"
    change(&file)
    try file.write(to: url)
    return (model, url.path(percentEncoded: false))
  }

  @Test("the GPT that gradus try 10 has kept becomes an ONNX file: that of the same model")
  func exportOfGPT() async throws {
    let folder = try TemporaryFolder()
    let (model, weights) = try gpt(in: folder)
    let target = "\(folder.path)/gpt.onnx"
    let run = try await ToolRun("export", weights, "--onnx", target)
    #expect(
      run.output == """
        Written to \(target): input [B, T], tokens from 0 to 4, T at most 64; output [B, T, 5], logits. \
        Token i is character i of "characters" in the weights' metadata.

        """, "it said: \(run.errors)")
    let expected = try ONNXModel(model, input: ONNXInput(type: .int, shape: ["B", "T"])).bytes()
    let written = try Data(contentsOf: URL(filePath: target))
    #expect(written == Data(expected))
  }

  @Test("a GPT of the exercises' functions, and a damaged one, are refused; nothing is written")
  func refusedGPT() async throws {
    let changes: [(word: String, change: (inout Safetensors) -> Void)] = [
      (
        "found one of the functions of an exercise",
        { $0.tensors = ["table": .double(.zeros([5, 32]))] }
      ),
      (
        "expected finite numbers, found inf",
        {
          $0.tensors["norm.weight"] = .float(Tensor(repeating: .infinity, shape: [64]))
        }
      ),
      ("tensor \"norm.bias\"", { $0.tensors["norm.bias"] = nil }),
    ]
    for (word, change) in changes {
      let folder = try TemporaryFolder()
      let run = try await ToolRun(
        "export", gpt(in: folder, change).path, "--onnx", "\(folder.path)/a.onnx")
      #expect(run.code == 1 && run.errors.contains(word), "it said: \(run.errors)")
      #expect(
        try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["gpt.safetensors"])
    }
  }

  @Test("what makes no sense is said") func usage() async throws {
    for (words, message) in [
      ([], "export needs a file of weights after it"),
      (["a.safetensors"], "export needs --onnx FILE"),
      (["a.safetensors", "--onx", "b"], "did you mean \"--onnx\"?"),
    ] {
      let run = try await ToolRun(["export"] + words)
      #expect(run.code == 64 && run.errors.contains(message), "it said: \(run.errors)")
    }
  }
}
