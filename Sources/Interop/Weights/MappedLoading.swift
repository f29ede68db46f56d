import Autograd
import Files
import Foundation
import Layers
import Serialization
import TensorCore
import Training

/// All that keeps a checkpoint from fitting a model.
public struct WeightsMismatch: Error, Equatable, Sendable, CustomStringConvertible {
  /// The file.
  public let source: String
  /// What the model has and the file does not, with the nearest name that is left over.
  public let missing: [String]
  /// What the file has and the model does not.
  public let leftOver: [String]
  /// What has another shape, or elements that are no numbers of a model: both as text.
  public let misshapen: [String]

  /// One sentence, with at most eight tensors of each kind.
  public var description: String {
    let parts = [
      ("missing", missing), ("left over", leftOver), ("of another kind", misshapen),
    ].filter { !$0.1.isEmpty }.map { title, list in
      "\(list.count) \(title): " + list.prefix(8).joined(separator: ", ")
        + (list.count > 8 ? ", …" : "")
    }
    return "\(source) does not fit the model: \(parts.joined(separator: "; "))"
  }
}

extension Module {
  /// Sets all parameters and buffers to those of a safetensors file from elsewhere, whose names and layouts are
  /// made those of the model; see ``KeyMap``.
  ///
  /// Numbers of 32 and of 64 bits are converted into the model's. PyTorch's counts of batches,
  /// `num_batches_tracked`, are passed over.
  ///
  /// Throws a `DataError` when the file is damaged or a rule does not fit, and a ``WeightsMismatch`` that lists all
  /// that is missing, left over and of another shape. The model is then unchanged.
  public mutating func loadWeights(from url: URL, mapping: KeyMap) throws {
    let source = url.lastPathComponent
    let tensors = try mapping(Safetensors(contentsOf: url).tensors, source: source)
    let weights = try fitting(tensors, source: source)
    var rest = weights[...]
    visitParameters { _, parameter in parameter = Variable(rest.removeFirst()) }
  }

  /// The tensors in the order of the traversal, each of the right shape.
  private func fitting(
    _ tensors: [String: StoredTensor], source: String
  ) throws -> [Tensor<Scalar>] {
    let state = state.map { (name: fileName(of: $0.name.path), shape: $0.value.shape) }
    let names = Set(state.map(\.name))
    let leftOver = tensors.keys.filter {
      !names.contains($0) && !$0.hasSuffix("num_batches_tracked")
    }.sorted()
    var (missing, misshapen): ([String], [String]) = ([], [])
    let weights = state.compactMap { name, shape -> Tensor<Scalar>? in
      guard let stored = tensors[name] else {
        let near = nearest(to: name, among: leftOver)
        missing.append(name + (near.map { " (perhaps \($0))" } ?? ""))
        return nil
      }
      // Numbers of the model's own kind are taken as they are, without a copy.
      if stored.shape == shape, let same = stored.tensor(of: Scalar.self) { return same }
      switch stored {
      case .float(let tensor) where tensor.shape == shape: return Tensor(tensor)
      case .double(let tensor) where tensor.shape == shape: return Tensor(tensor)
      default:
        misshapen.append("\(name) is \(stored.elementType) \(stored.shape) and not \(shape)")
        return nil
      }
    }
    guard missing.isEmpty, leftOver.isEmpty, misshapen.isEmpty else {
      throw WeightsMismatch(
        source: source, missing: missing, leftOver: leftOver, misshapen: misshapen)
    }
    return weights
  }
}
