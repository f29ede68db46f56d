import Autograd
import Files
import Foundation
import Layers
import Serialization
import TensorCore

extension Module {
  /// Writes all parameters and buffers into a safetensors file, whole or not at all.
  ///
  /// The tensors have the names of the traversal, such as `0.weight`, and the shapes that PyTorch gives
  /// them, so that `model.load_state_dict(safetensors.torch.load_file(path))` loads them there into a
  /// model of the same structure. (Only the names of batch normalization's buffers differ:
  /// see ``fileName(of:)``.)
  ///
  /// Throws a `WriteError` when it cannot be written; a file that was there is then unchanged. Traps
  /// when two parameters have one name, or the scalar type is neither `Float` nor `Double`.
  public func saveWeights(to url: URL) throws {
    try Safetensors(weightsOf: self).write(to: url)
  }

  /// Sets all parameters and buffers to those of a safetensors file: one that ``saveWeights(to:)`` or
  /// ``Checkpoint/save(_:_:to:)`` has written, or the `state_dict` of a PyTorch model.
  ///
  /// Throws a `DataError` that names the tensor when one is missing or superfluous, has another shape
  /// or scalar type, or the file is damaged. The model is then unchanged.
  public mutating func loadWeights(from url: URL) throws {
    let file = try Safetensors(contentsOf: url)
    set(try weights(in: file, source: url.lastPathComponent))
  }

  /// The tensors of a file in the order of the traversal, each of the right shape and scalar type.
  func weights(in file: Safetensors, source: String) throws -> [Tensor<Scalar>] {
    // Sections of a checkpoint, such as optimizer/0.weight.mean, are no weights.
    let isCheckpoint = file.metadata[Checkpoint.versionKey] != nil
    let stored = file.tensors.filter { !(isCheckpoint && $0.key.contains("/")) }
    let expected = state.map { (name: fileName(of: $0.name.path), shape: $0.value.shape) }
    let tensors = try expected.map { name, shape in
      try stored.tensor(name, shape, source: source, owner: "the model") as Tensor<Scalar>
    }
    let names = Set(expected.map(\.name))
    for name in stored.keys.sorted() where !names.contains(name) {
      if countsBatches(name, names) { continue }
      throw DataError(
        source, .tensor(name), expected: "only tensors that the model has", found: "this one",
        advice: likeliest(name, among: names).map { "the model has \(quoted($0))" })
    }
    return tensors
  }

  /// Sets all parameters and buffers, in the order of the traversal.
  mutating func set(_ tensors: [Tensor<Scalar>]) {
    var rest = tensors[...]
    visitParameters { _, parameter in parameter = Variable(rest.removeFirst()) }
  }
}

extension Safetensors {
  /// The parameters and buffers of a model under their names in files.
  init<M: Module>(weightsOf model: M) {
    self.init()
    // What libraries around PyTorch look for before they load a file.
    metadata["format"] = "pt"
    for (name, value) in model.state {
      let name = fileName(of: name.path)
      require(
        !name.contains("/"), "\(M.self): a parameter is named \(name), but / separates sections")
      require(
        tensors.updateValue(StoredTensor(value), forKey: name) == nil,
        "\(M.self): two parameters are named \(name), so they cannot be saved")
    }
  }
}

extension [String: StoredTensor] {
  /// The tensor of a name, if it has the right shape and scalar type; otherwise throws a `DataError`.
  func tensor<Element: TensorElement>(
    _ name: String, _ shape: Shape, source: String, owner: String
  ) throws -> Tensor<Element> {
    guard let stored = self[name] else {
      throw DataError(
        source, .tensor(name), expected: "this tensor, which \(owner) has", found: "none",
        advice: likeliest(name, among: keys).map { "the file has \(quoted($0))" })
    }
    guard stored.shape == shape else {
      throw DataError(
        source, .tensor(name), expected: "the shape \(shape), as \(owner) has it",
        found: "\(stored.shape)")
    }
    guard let tensor = stored.tensor(of: Element.self) else {
      throw DataError(
        source, .tensor(name), expected: "elements of type \(Element.self)",
        found: "\(stored.elementType)")
    }
    return tensor
  }
}

/// What a parameter is called in files, for its path in the model: the path itself, except for the
/// buffers of batch normalization, which files name as PyTorch does.
///
///     1.runningMean        1.running_mean
///     1.runningVariance    1.running_var
///
/// PyTorch's `num_batches_tracked`, which only counts the steps, is passed over when it is there, and
/// not written: PyTorch takes it for 0 then.
public func fileName(of path: String) -> String {
  let names = ["runningMean": "running_mean", "runningVariance": "running_var"]
  var parts = path.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
  if let last = parts.popLast() { parts.append(names[last] ?? last) }
  return parts.joined(separator: ".")
}

/// The name most like another. Comparing takes a time that grows with the product of the lengths, and
/// a broken file may hold a name of any length.
private func likeliest(_ name: String, among names: some Collection<String>) -> String? {
  guard name.utf8.count < 200, names.count < 10_000 else { return nil }
  return nearest(to: name, among: names.filter { $0.utf8.count < 200 }.sorted())
}

/// Whether a tensor of a file is PyTorch's count of the batches that running statistics come from.
private func countsBatches(_ name: String, _ expected: Set<String>) -> Bool {
  let last = "num_batches_tracked"
  return name.hasSuffix(last) && expected.contains(name.dropLast(last.count) + "running_mean")
}
