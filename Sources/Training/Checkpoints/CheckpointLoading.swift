import Files
import Foundation
import Layers
import Serialization
import TensorCore

extension Checkpoint {
  /// Reads a checkpoint: sets the model's parameters and buffers and the optimizer's state, learning
  /// rate and weight decay, and gives back all else.
  ///
  /// The model must have the structure of the saved one, and the optimizer its type; what numbers they
  /// hold does not matter. The optimizer's other settings, such as its betas, are those of the program.
  ///
  /// Throws a `DataError` that says which tensor is wrong and why when the file is damaged, or of
  /// another model, optimizer or scalar type. Model and optimizer are then unchanged.
  public static func load<M: Module, O: Optimizer<M.Scalar>>(
    _ model: inout M, _ optimizer: inout O, from url: URL
  ) throws -> Checkpoint {
    let file = try Safetensors(contentsOf: url)
    return try load(&model, &optimizer, from: file, named: url.lastPathComponent)
  }

  /// Reads a checkpoint from the bytes of a file; `name` stands for it in error messages. Throws as
  /// reading a file does.
  public static func load<M: Module, O: Optimizer<M.Scalar>>(
    _ model: inout M, _ optimizer: inout O, from bytes: [UInt8], named name: String
  ) throws -> Checkpoint {
    let file = try Safetensors(bytes: bytes, name: name)
    return try load(&model, &optimizer, from: file, named: name)
  }

  private static func load<M: Module, O: Optimizer<M.Scalar>>(
    _ model: inout M, _ optimizer: inout O, from file: Safetensors, named source: String
  ) throws -> Checkpoint {
    guard file.metadata[versionKey] == version else {
      throw DataError(
        source, expected: "a checkpoint of a training, of version \(version)",
        found: file.metadata[versionKey].map { "one of version \(quoted($0))" }
          ?? "a safetensors file without a training's state",
        advice: "loadWeights(from:) reads the weights of any safetensors file")
    }
    // All is read and checked before anything is set.
    let weights = try model.weights(in: file, source: source)
    let sections = try Sections(file, source: source)
    let checkpoint = try Checkpoint(sections, texts: file.metadata)
    let restored = try sections.restored(optimizer, of: model, metadata: file.metadata)
    model.set(weights)
    optimizer = restored
    return checkpoint
  }

  private init(_ sections: Sections, texts metadata: [String: String]) throws {
    epoch = try sections.value(.training, "epoch")
    guard epoch >= 0 else {
      throw sections.error(.training, "epoch", expected: "a number from 0", found: "\(epoch)")
    }
    for (name, tensor) in sections[.generator] {
      guard let bits: Tensor<Int> = tensor.tensor(),
        let generator = RandomGenerator(bits: bits.elements)
      else {
        throw sections.error(
          .generator, name, expected: "four integers that are not all zero",
          found: "\(tensor.elementType) of shape \(tensor.shape)")
      }
      generators[name] = generator
    }
    for (name, tensor) in sections[.history] {
      guard let values: Tensor<Double> = tensor.tensor(), values.rank == 1 else {
        throw sections.error(
          .history, name, expected: "a list of float64",
          found: "\(tensor.elementType) of shape \(tensor.shape)")
      }
      history[name] = values.elements
    }
    tensors = sections[.other]
    for (key, text) in metadata where key.hasPrefix(Checkpoint.textPrefix) {
      texts[String(key.dropFirst(Checkpoint.textPrefix.count))] = text
    }
  }
}

/// The tensors of a checkpoint that are not weights, by the section they belong to.
private struct Sections {
  private var tensors: [Checkpoint.Section: [String: StoredTensor]] = [:]
  /// By their whole names, for the sake of the messages.
  private let all: [String: StoredTensor]
  private let source: String

  init(_ file: Safetensors, source: String) throws {
    self.source = source
    all = file.tensors
    for (name, tensor) in all {
      guard let slash = name.firstIndex(of: "/") else { continue }
      guard let section = Checkpoint.Section(rawValue: String(name[..<slash])) else {
        let known = Checkpoint.Section.allCases.map { "\($0)/" }.joined(separator: ", ")
        throw DataError(
          source, .tensor(name), expected: "a name of the model, or one that begins with \(known)",
          found: "another")
      }
      tensors[section, default: [:]][String(name[name.index(after: slash)...])] = tensor
    }
  }

  subscript(section: Checkpoint.Section) -> [String: StoredTensor] { tensors[section] ?? [:] }

  func error(
    _ section: Checkpoint.Section, _ name: String, expected: String, found: String
  ) -> DataError {
    DataError(source, .tensor(section.name(name)), expected: expected, found: found)
  }

  /// The tensor of this name, shape and type.
  func tensor<Element: TensorElement>(
    _ section: Checkpoint.Section, _ name: String, _ shape: Shape, owner: String
  ) throws -> Tensor<Element> {
    try all.tensor(section.name(name), shape, source: source, owner: owner)
  }

  /// The single number of this name.
  func value<Element: TensorElement>(
    _ section: Checkpoint.Section, _ name: String
  ) throws -> Element {
    try tensor(section, name, [], owner: "a checkpoint").scalar()
  }

  /// The optimizer with the state, the learning rate and the weight decay of the file.
  func restored<M: Module, O: Optimizer<M.Scalar>>(
    _ optimizer: O, of model: M, metadata: [String: String]
  ) throws -> O {
    let name = metadata[Checkpoint.optimizerKey] ?? "none"
    guard name == optimizer.name else {
      throw DataError(
        source, expected: "the state of \(optimizer.name)", found: "that of \(quoted(name))")
    }
    var restored = optimizer
    restored.learningRate = try rate("learningRate")
    restored.weightDecay = try rate("weightDecay")
    restored.prepare(for: model)
    // A checkpoint from before the first step has no state, and neither has the optimizer then.
    if self[.optimizer].isEmpty {
      restored.state = OptimizerState(optimizer.state.tensorNames)
      return restored
    }
    var values: [String: Tensor<M.Scalar>] = [:]
    var failure: (any Error)?
    restored.visitState { name, tensor in
      guard failure == nil else { return }
      do {
        let value: Tensor<M.Scalar> = try self.tensor(
          .optimizer, name, tensor.shape, owner: optimizer.name)
        if name.hasSuffix(".step"), tensor.shape == [] { try checkCount(value.scalar(), name) }
        values[name] = value
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    if let name = self[.optimizer].keys.sorted().first(where: { values[$0] == nil }) {
      throw error(
        .optimizer, name, expected: "only what \(optimizer.name) remembers of this model",
        found: "this tensor")
    }
    restored.visitState { name, tensor in tensor = values[name]! }
    return restored
  }

  private func rate(_ name: String) throws -> Double {
    let value: Double = try value(.training, name)
    guard value >= 0, value.isFinite else {
      throw error(.training, name, expected: "a number from 0", found: numberText(value))
    }
    return value
  }

  private func checkCount(_ value: some TensorScalar, _ name: String) throws {
    let count = value.doubleValue
    guard count >= 0, count < 0x1p53, count == count.rounded() else {
      throw error(.optimizer, name, expected: "a whole number from 0", found: "\(count)")
    }
  }
}
