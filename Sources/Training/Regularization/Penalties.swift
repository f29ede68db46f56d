import Autograd
import Layers
import TensorCore

/// λ/2 · Σ w²: large weights cost, and every weight is drawn toward 0 in proportion to its size (Hoerl
/// and Kennard, 1970, *Ridge Regression*).
///
/// The gradient is λ·w, so that plain gradient descent with this penalty is gradient descent with weight
/// decay λ. (For Adam the two differ: there the penalty's gradient is divided by the root mean square too.)
///
/// - Parameters:
///   - model: The model, as the loss closure has it.
///   - strength: λ, at least 0.
///   - selection: Which parameters; the matrices unless given.
///   - file: The caller's file.
///   - line: The caller's line.
/// - Returns: A single number.
///
/// Traps when λ is negative or not finite, or no parameter is selected.
public func l2Penalty<M: Module>(
  _ model: M, strength: Double, of selection: ParameterSelection = .matrices,
  file: StaticString = #fileID, line: UInt = #line
) -> Variable<M.Scalar> {
  requireNumber(
    strength, "strength", .atLeastZero, of: "l2Penalty", in: M.Scalar.self, file: file,
    line: line)
  return sum(over: model, selection, "l2Penalty", file, line) { $0.squared().sum() }
    * M.Scalar(strength / 2)
}

/// λ · Σ |w|: every weight is drawn toward 0 with the same force, however small it is (Tibshirani, 1996,
/// *Regression Shrinkage and Selection via the Lasso*).
///
/// The least penalized loss has exact zeros. Steps along the gradient jump to and fro over them; to
/// arrive, take ``L1Shrinkage`` instead. Parameters and traps are those of
/// ``l2Penalty(_:strength:of:file:line:)``.
public func l1Penalty<M: Module>(
  _ model: M, strength: Double, of selection: ParameterSelection = .matrices,
  file: StaticString = #fileID, line: UInt = #line
) -> Variable<M.Scalar> {
  requireNumber(
    strength, "strength", .atLeastZero, of: "l1Penalty", in: M.Scalar.self, file: file,
    line: line)
  return sum(over: model, selection, "l1Penalty", file, line) { $0.abs().sum() }
    * M.Scalar(strength)
}

/// λ · (ρ · Σ |w| + (1 − ρ)/2 · Σ w²): a mixture of both, which keeps or drops correlated weights
/// together (Zou and Hastie, 2005, *Regularization and Variable Selection via the Elastic Net*).
///
/// ρ, the share of L1, is from 0 to 1. Otherwise as ``l2Penalty(_:strength:of:file:line:)``.
public func elasticNetPenalty<M: Module>(
  _ model: M, strength: Double, l1Share: Double = 0.5,
  of selection: ParameterSelection = .matrices,
  file: StaticString = #fileID, line: UInt = #line
) -> Variable<M.Scalar> {
  requireNumber(
    strength, "strength", .atLeastZero, of: "elasticNetPenalty", in: M.Scalar.self, file: file,
    line: line)
  requireNumber(
    l1Share, "share of L1", .fromZeroToOne, of: "elasticNetPenalty", file: file, line: line)
  let (l1, l2) = (strength * l1Share, strength * (1 - l1Share) / 2)
  let name: StaticString = "elasticNetPenalty"
  return sum(over: model, selection, name, file, line) { $0.abs().sum() } * M.Scalar(l1)
    + sum(over: model, selection, name, file, line) { $0.squared().sum() } * M.Scalar(l2)
}

/// The sum of a number of each selected parameter.
private func sum<M: Module>(
  over model: M, _ selection: ParameterSelection, _ penalty: StaticString,
  _ file: StaticString, _ line: UInt,
  of term: (Variable<M.Scalar>) -> Variable<M.Scalar>
) -> Variable<M.Scalar> {
  var total: Variable<M.Scalar>?
  // A copy of the model holds the same variables, on the same tape.
  var copy = model
  copy.visitParameters { name, parameter in
    guard selection.contains(name, parameter.shape) else { return }
    total = total.map { $0 + term(parameter) } ?? term(parameter)
  }
  guard let total else {
    fatalError(
      "\(penalty): none of the parameters is selected: "
        + model.parameters.map { "\($0.name) \($0.value.shape)" }.joined(separator: ", "),
      file: file, line: line)
  }
  return total
}
