import Curriculum
import Curriculum10
import Files
import Foundation
import Gradus
import Interop
import Serialization
import TensorCore

/// What `gradus export` is asked to do.
struct ExportOptions {
  /// The weights, as the user has named the file.
  let weights: String
  /// The ONNX file to write.
  let onnx: String

  init(_ arguments: inout Arguments) throws {
    guard let weights = arguments.nextUnlessOption() else {
      throw UsageError(
        "export needs a file of weights after it, as in: gradus export digits.safetensors --onnx "
          + "digits.onnx")
    }
    self.weights = weights
    var onnx: String?
    while let option = try arguments.next() {
      guard option == "--onnx" else {
        throw UsageError.unexpected(option, after: "export", known: ["--onnx"])
      }
      onnx = try arguments.value(of: option)
    }
    guard let onnx else { throw UsageError("export needs --onnx FILE, the file to write") }
    self.onnx = onnx
  }
}

/// Writes the network that `gradus train digits` has kept, or the GPT of `gradus try 10`, as ONNX, for other engines.
///
/// Throws a `DataError` when the weights are those of another model, or hold a number that is infinite or NaN, and
/// when the file to write is there already. Nothing is written then.
func exportModel(_ options: ExportOptions) throws {
  let (source, target) = (URL(filePath: options.weights), URL(filePath: options.onnx))
  guard !FileManager.default.fileExists(atPath: options.onnx) else {
    throw DataError(
      target.lastPathComponent, expected: "no file, since export replaces none", found: "one")
  }
  do {
    let (exported, interface) = try exportedGPT(source) ?? exportedDigits(source)
    try exported.write(to: target)
    show("Written to \(options.onnx): \(interface).")
  } catch let error as DataError where error.place != .whole {
    throw DataError(
      error.source, error.place, expected: error.expected, found: error.found,
      advice: (error.advice.map { $0 + ". " } ?? "")
        + "export knows what gradus train digits and gradus try 10 keep; for a model of your own there is "
        + "ONNXModel in the module Interop")
  }
}

/// What `gradus try 10` keeps, and what goes in and comes out; nil for a file of another kind.
private func exportedGPT(_ source: URL) throws -> (ONNXModel, interface: String)? {
  guard let model = try GPTFile(url: source).gpt() else { return nil }
  try requireFiniteWeights(of: model, source)
  let vocabulary = model.table.weight.shape[0]
  return (
    try ONNXModel(model, input: ONNXInput(type: .int, shape: ["B", "T"])),
    "input [B, T], tokens from 0 to \(vocabulary - 1), T at most \(model.contextLength); output [B, T, "
      + "\(vocabulary)], logits. Token i is character i of \"characters\" in the weights' metadata"
  )
}

/// What `gradus train digits` keeps, and what goes in and comes out.
private func exportedDigits(_ source: URL) throws -> (ONNXModel, interface: String) {
  var generator = RandomGenerator(seed: 0)
  var model = digitsNetwork(using: &generator)
  try model.loadWeights(from: source)
  try requireFiniteWeights(of: model, source)
  return (
    try ONNXModel(model, input: ONNXInput(shape: ["N", 64])),
    "input [N, 64], pixels from 0 to 1; output [N, 10], logits"
  )
}

private func requireFiniteWeights(of model: some Module<Float>, _ source: URL) throws {
  for (name, value) in model.state {
    guard let bad = value.elements.first(where: { !$0.isFinite }) else { continue }
    throw DataError(
      source.lastPathComponent, .tensor(fileName(of: name.path)), expected: "finite numbers",
      found: numberText(bad))
  }
}
