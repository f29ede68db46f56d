import Files
import Foundation
import Layers
import Serialization
import TensorCore

/// Where a training stands, besides its model and its optimizer: with these three in one file, an
/// interrupted training goes on as if nothing had happened, bit for bit.
///
/// ```swift
/// var checkpoint = Checkpoint()
/// if resumes { checkpoint = try Checkpoint.load(&model, &optimizer, from: file) }
/// var generator = checkpoint.generators["order"] ?? RandomGenerator(seed: 1)
/// while checkpoint.epoch < 30 {
///   let loss = trainForAnEpoch(&model, &optimizer, &generator)
///   checkpoint.epoch += 1
///   checkpoint.history["loss", default: []].append(loss)
///   checkpoint.generators["order"] = generator
///   try checkpoint.save(model, optimizer, to: file)
/// }
/// ```
///
/// All that changes during a training has to be in it: each random generator in use, that of a
/// ``Context`` for dropout too. What a schedule or early stopping remembers is kept by
/// ``remember(_:as:)``, further tensors, such as an average of the model, in ``tensors``. (A schedule
/// that is a function of the step remembers nothing.)
///
/// The file is a safetensors file in which the model's weights stand under their own names, and all
/// else under a section: `optimizer/0.weight.mean`, `generator/order`. A program that wants only the
/// weights passes over names with a slash.
public struct Checkpoint: Equatable, Sendable {
  /// How many epochs are done.
  public var epoch = 0
  /// The random generators, as they stand, by the name of their purpose.
  public var generators: [String: RandomGenerator] = [:]
  /// What was measured, a number for each epoch, by its name.
  public var history: [String: [Double]] = [:]
  /// Further tensors.
  public var tensors: [String: StoredTensor] = [:]
  /// Texts, such as what the training is of, by which one recognizes another's checkpoint.
  public var texts: [String: String] = [:]

  /// The beginning of a training.
  public init() {}

  /// The key of the metadata that makes a safetensors file a checkpoint; its text is the version of
  /// this form.
  static let versionKey = "gradus.checkpoint"
  static let version = "1"
  static let optimizerKey = "gradus.optimizer"
  static let textPrefix = "gradus.text."
  /// The parts of the names of all tensors that are not weights.
  enum Section: String, CaseIterable {
    case training, generator, history, other, optimizer

    func name(_ name: String) -> String { "\(rawValue)/\(name)" }
  }

  /// Writes model, optimizer and all of this into one file, whole or not at all.
  ///
  /// Throws a `WriteError` when it cannot be written; a file that was there is then unchanged. Traps
  /// when two parameters have one name, or the scalar type is neither `Float` nor `Double`.
  public func save<M: Module, O: Optimizer<M.Scalar>>(
    _ model: M, _ optimizer: O, to url: URL
  ) throws {
    try file(with: model, optimizer).write(to: url)
  }

  /// Keeps a value with a state, such as a ``ReduceOnPlateau``, as a text in JSON, in which numbers keep
  /// all their bits. Traps when the value cannot be encoded.
  public mutating func remember(_ value: some Encodable, as name: String) {
    let encoder = JSONEncoder()
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    encoder.outputFormatting = .sortedKeys
    do {
      texts[name] = String(decoding: try encoder.encode(value), as: UTF8.self)
    } catch {
      fatalError("remember: \(type(of: value)) cannot be encoded: \(error)")
    }
  }

  /// A value that was kept under a name; nil if there is none.
  ///
  /// Throws a `DataError` when it is not of this type.
  public func remembered<Value: Decodable>(
    _ name: String, as type: Value.Type = Value.self
  ) throws -> Value? {
    guard let text = texts[name] else { return nil }
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    do {
      return try decoder.decode(type, from: Data(text.utf8))
    } catch {
      throw DataError(
        "the checkpoint's \(quoted(name))", expected: "a \(type) in JSON", found: quoted(text))
    }
  }

  /// A value that was kept under a name; throws a `DataError` when there is none, or one of another type.
  func requireRemembered<Value: Decodable>(_ name: String) throws -> Value {
    guard let value: Value = try remembered(name) else {
      throw DataError(
        "the checkpoint's \(quoted(name))", expected: "a \(Value.self) in JSON", found: "none")
    }
    return value
  }

  /// The bytes that ``save(_:_:to:)`` writes.
  public func bytes<M: Module, O: Optimizer<M.Scalar>>(with model: M, _ optimizer: O) -> [UInt8] {
    file(with: model, optimizer).bytes()
  }

  /// The whole checkpoint as a file.
  func file<M: Module, O: Optimizer<M.Scalar>>(with model: M, _ optimizer: O) -> Safetensors {
    var file = Safetensors(weightsOf: model)
    file.metadata[Checkpoint.versionKey] = Checkpoint.version
    file.metadata[Checkpoint.optimizerKey] = optimizer.name
    for (name, text) in texts { file.metadata[Checkpoint.textPrefix + name] = text }

    var parts: [(Section, String, StoredTensor)] = [
      (.training, "epoch", .int(Tensor(epoch))),
      (.training, "learningRate", .double(Tensor(optimizer.learningRate))),
      (.training, "weightDecay", .double(Tensor(optimizer.weightDecay))),
    ]
    for (name, generator) in generators {
      parts.append((.generator, name, .int(Tensor(generator.bits))))
    }
    for (name, values) in history { parts.append((.history, name, .double(Tensor(values)))) }
    for (name, tensor) in tensors { parts.append((.other, name, tensor)) }
    var copy = optimizer
    copy.visitState { parts.append((.optimizer, $0, StoredTensor($1))) }
    for (section, name, tensor) in parts { file.tensors[section.name(name)] = tensor }
    return file
  }
}

extension RandomGenerator {
  /// The state as integers of the same bits, which is how files hold it.
  var bits: [Int] {
    let state = state
    return [state.0, state.1, state.2, state.3].map { Int(bitPattern: UInt($0)) }
  }

  /// Makes a generator from the bits of its state; nil if all are zero, which no generator reaches.
  init?(bits: [Int]) {
    guard bits.count == 4, bits.contains(where: { $0 != 0 }) else { return nil }
    let words = bits.map { UInt64(UInt(bitPattern: $0)) }
    self.init(state: (words[0], words[1], words[2], words[3]))
  }
}
