import Files
import Layers
import Serialization
import TensorCore

/// How the tensors of a checkpoint from elsewhere become those of a model: a list of rules, which are applied one
/// after the other.
///
/// ```swift
/// let fromGPT2 = KeyMap(
///   .rename("transformer", to: ""), .rename("wte", to: "table"), .rename("wpe.weight", to: "places"),
///   .rename("h", to: "blocks"), .rename("ln_1", to: "norm1"), .rename("ln_2", to: "norm2"),
///   .transpose("attn.c_attn.weight"), .rename("attn.c_attn.weight", to: "self_attn.in_proj_weight"),
///   …
/// try model.loadWeights(from: url, mapping: fromGPT2)
/// ```
///
/// A pattern is a run of whole parts of a name, between dots, and is looked for anywhere in it: "attn.c_attn" is
/// found in "h.0.attn.c_attn.weight", and "attn" alone is, too, but "c" is not. A `*` stands for any one part; in
/// what takes the pattern's place, each `*` stands for the part that its fellow has found.
public struct KeyMap: Sendable {
  /// A step of the way.
  public enum Rule: Sendable {
    /// What is found gets another name; an empty one takes it away.
    case rename(String, to: String)
    /// Tensors with this in their names are left out.
    case leaveOut(String)
    /// A matrix is turned, from [D, K] to [K, D].
    case transpose(String)
    /// Tensors whose names differ in this alone are joined along axis 0, in this order, as q, k and v.
    case join([String], into: String)
    /// A tensor is split along axis 0 into equal parts.
    case split(String, into: [String])
  }

  /// The rules, in order.
  public var rules: [Rule]

  /// Makes a map of rules.
  public init(_ rules: Rule...) { self.rules = rules }

  /// The tensors with the names and layouts of the model.
  ///
  /// - Parameters:
  ///   - tensors: Those of the file, by their names.
  ///   - source: What stands for the file in messages.
  /// - Throws: A `DataError` when two tensors get one name, something to be turned is no matrix, a part of what is
  ///   to be joined is missing or does not fit the others, or something cannot be split evenly.
  public func callAsFunction(
    _ tensors: consuming [String: StoredTensor], source: String
  ) throws -> [String: StoredTensor] {
    try rules.reduce(into: tensors) { try $1.apply(to: &$0, source) }
  }
}

extension KeyMap.Rule {
  /// Applies the rule to all tensors. What has been used is let go at once, so that its memory serves the next: fresh
  /// memory costs more than the copy into it.
  fileprivate func apply(to tensors: inout [String: StoredTensor], _ source: String) throws {
    var rest: [String: StoredTensor] = [:]
    swap(&rest, &tensors)
    var isJoin = false
    if case .join = self { isJoin = true }
    for name in rest.keys.sorted() {
      let results = try results(of: name, rest[name]!, among: rest, source)
      // A part of what is joined may still be asked for.
      if !isJoin { rest[name] = nil }
      for (newName, tensor) in results {
        guard tensors.updateValue(tensor, forKey: newName) == nil else {
          throw DataError(
            source, .tensor(name), expected: "names that stay different",
            found: "a second \(quoted(newName))")
        }
      }
    }
  }

  /// What becomes of a tensor: most often itself.
  fileprivate func results(
    of name: String, _ tensor: StoredTensor, among all: [String: StoredTensor], _ source: String
  ) throws -> [(String, StoredTensor)] {
    func error(_ expected: String, _ found: String) -> DataError {
      DataError(source, .tensor(name), expected: expected, found: found)
    }
    switch self {
    case .rename(let pattern, let replacement):
      return [(PatternMatch(pattern, in: name)?.name(with: replacement) ?? name, tensor)]
    case .leaveOut(let pattern):
      return PatternMatch(pattern, in: name) == nil ? [(name, tensor)] : []
    case .transpose(let pattern):
      guard PatternMatch(pattern, in: name) != nil else { return [(name, tensor)] }
      guard tensor.shape.rank == 2 else { throw error("a matrix", "the shape \(tensor.shape)") }
      return [(name, tensor.transposed())]
    case .join(let patterns, let whole):
      // The first part brings the others with it.
      for (place, pattern) in patterns.enumerated() {
        guard let match = PatternMatch(pattern, in: name) else { continue }
        if place > 0 { return [] }
        let parts = try patterns.map { pattern in
          let part = match.name(with: pattern)
          guard let tensor = all[part] else {
            throw error(
              "the other parts of \(quoted(match.name(with: whole)))", "no \(quoted(part))")
          }
          return tensor
        }
        guard let joined = StoredTensor(joining: parts) else {
          throw error(
            "parts of one type that differ in their first extent alone",
            parts.map { "\($0.elementType) \($0.shape)" }.joined(separator: ", "))
        }
        return [(match.name(with: whole), joined)]
      }
      return [(name, tensor)]
    case .split(let pattern, let parts):
      guard let match = PatternMatch(pattern, in: name) else { return [(name, tensor)] }
      guard let tensors = tensor.split(into: parts.count) else {
        throw error("\(parts.count) equal parts along axis 0", "the shape \(tensor.shape)")
      }
      return zip(parts, tensors).map { (match.name(with: $0), $1) }
    }
  }
}

/// Where a pattern is found in a name.
private struct PatternMatch {
  private let before: ArraySlice<Substring>
  private let after: ArraySlice<Substring>
  /// What each `*` stands for.
  private let wildcards: [Substring]

  /// The first place at which the pattern fits; nil if there is none.
  init?(_ pattern: String, in name: String) {
    let (parts, wanted) = (name.split(separator: "."), pattern.split(separator: "."))
    guard !wanted.isEmpty, wanted.count <= parts.count else { return nil }
    let first = (0...parts.count - wanted.count).first { start in
      zip(wanted, parts[start...]).allSatisfy { $0 == "*" || $0 == $1 }
    }
    guard let first else { return nil }
    before = parts[..<first]
    after = parts[(first + wanted.count)...]
    wildcards = zip(wanted, parts[first...]).filter { $0.0 == "*" }.map(\.1)
  }

  /// The name with something else in the place of what was found.
  func name(with replacement: String) -> String {
    var rest = wildcards[...]
    let parts = replacement.split(separator: ".").map { $0 == "*" ? rest.popFirst() ?? $0 : $0 }
    return (before + parts + after).joined(separator: ".")
  }
}

extension StoredTensor {
  fileprivate func transposed() -> StoredTensor {
    switch self {
    case .float(let tensor): .float(tensor.transposed())
    case .double(let tensor): .double(tensor.transposed())
    case .int(let tensor): .int(tensor.transposed())
    }
  }

  /// Tensors one after the other along axis 0; nil when they do not fit.
  fileprivate init?(joining parts: [StoredTensor]) {
    let shapes = parts.map(\.shape)
    guard let first = shapes.first, first.rank >= 1,
      shapes.allSatisfy({
        $0.rank == first.rank && $0.dimensions.dropFirst() == first.dimensions.dropFirst()
      })
    else { return nil }
    func tensors<Element: TensorElement>(of type: Element.Type) -> [Tensor<Element>]? {
      let tensors = parts.compactMap { $0.tensor(of: type) }
      return tensors.count == parts.count ? tensors : nil
    }
    if let tensors = tensors(of: Float.self) {
      self = .float(.concatenate(tensors, along: 0))
    } else if let tensors = tensors(of: Double.self) {
      self = .double(.concatenate(tensors, along: 0))
    } else if let tensors = tensors(of: Int.self) {
      self = .int(.concatenate(tensors, along: 0))
    } else {
      return nil
    }
  }

  /// Equal parts along axis 0; nil when they are not equal.
  fileprivate func split(into count: Int) -> [StoredTensor]? {
    guard shape.rank >= 1, count >= 1, shape[0].isMultiple(of: count) else { return nil }
    return switch self {
    case .float(let tensor): tensor.split(into: count, along: 0).map { .float($0) }
    case .double(let tensor): tensor.split(into: count, along: 0).map { .double($0) }
    case .int(let tensor): tensor.split(into: count, along: 0).map { .int($0) }
    }
  }
}
