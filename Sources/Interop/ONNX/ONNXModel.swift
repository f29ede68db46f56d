import Files
import Foundation
import Layers
import TensorCore

/// A model that can write itself in the terms of ONNX: most layers, and what is made of them.
public protocol ONNXExportable {
  /// Adds the model's operations at inference to a graph.
  ///
  /// - Parameters:
  ///   - input: What goes in.
  ///   - graph: The graph so far.
  /// - Returns: What comes out.
  /// - Throws: An ``ONNXError`` when something has no form in ONNX.
  func export(_ input: ONNXValue, to graph: inout ONNXGraph) throws -> ONNXValue
}

/// Why a model cannot be written as ONNX.
public struct ONNXError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The layer in question.
  public let layer: String
  /// Where in the model it stands; empty for the model itself.
  public let path: String
  /// What is wrong.
  public let reason: String

  /// As in "Lambda at 2.body has no form in ONNX: …".
  public var description: String {
    "\(layer)\(path.isEmpty ? "" : " at \(path)") has no form in ONNX: \(reason)"
  }
}

/// A model in the Open Neural Network Exchange format, which onnxruntime and many other engines run.
///
/// ```swift
/// let exported = try ONNXModel(model, input: ONNXInput(shape: ["N", 1, 28, 28]))
/// try exported.write(to: URL(filePath: "digits.onnx"))
/// ```
///
/// What is written is the model at inference: dropout is left out, and batch normalization uses its running
/// statistics. The file has the operations of opset 21 and the parameters under their names. Equal models give
/// equal files.
public struct ONNXModel {
  /// The set of operations, by the number that ONNX gives it.
  public static let opset = 21
  /// The version of the format that came with this set.
  private static let formatVersion = 10

  private let graph: ONNXGraph
  private let inputs: [ONNXInput]
  private let outputs: [ONNXValue]

  /// Writes a model of one input and one output, which is named "output".
  ///
  /// Throws an ``ONNXError`` when a part of it has no form in ONNX.
  public init<M: Module & ONNXExportable>(_ model: M, input: ONNXInput) throws {
    try self.init(inputs: [input], of: M.Scalar.self) { graph, values in
      [("output", try graph.export(model, values[0]))]
    }
  }

  /// Writes a model of any inputs and outputs.
  ///
  /// - Parameters:
  ///   - inputs: What goes in.
  ///   - scalar: The type of the parameters and of the outputs; `Float` unless given.
  ///   - build: Adds the operations to the graph, and returns the outputs with their names.
  /// - Throws: What `build` throws.
  ///
  /// Traps when two inputs, or an input and an output, have one name, or the type is neither `Float` nor
  /// `Double`.
  public init<Scalar: TensorScalar>(
    inputs: [ONNXInput], of scalar: Scalar.Type = Float.self,
    build: (inout ONNXGraph, [ONNXValue]) throws -> [(name: String, value: ONNXValue)]
  ) throws {
    require(
      scalar == Float.self || scalar == Double.self,
      "ONNXModel: expected parameters of type Float or Double, found \(scalar)")
    var graph = ONNXGraph(elementType: scalar == Double.self ? .double : .float)
    let values = inputs.map { graph.input($0) }
    let results = try build(&graph, values)
    self.inputs = inputs
    outputs = results.map { graph.output($0.value, named: $0.name) }
    self.graph = graph
  }

  /// The file's bytes: a `ModelProto`.
  public func bytes() -> [UInt8] {
    var model = ProtocolBuffer()
    model.add(1, Self.formatVersion)
    model.add(2, "Gradus")
    model.add(7) { graph.write(inputs: inputs, outputs: outputs, to: &$0) }
    model.add(8) { $0.add(2, Self.opset) }
    return model.bytes
  }

  /// Writes the file, whole or not at all.
  ///
  /// Throws a `WriteError` when that is not possible; a file that was there is then unchanged.
  public func write(to url: URL) throws {
    let bytes = bytes()
    try writeAtomically(to: url) { try $0.write(bytes) }
  }
}
