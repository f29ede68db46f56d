import Foundation
import Layers
import TensorCore

/// Several optimizers for one model, each for its group of the parameters.
///
/// A function of a parameter's name and shape says which group takes it:
///
/// ```swift
/// var optimizer = OptimizerGroups<Float>([
///   "matrices": SGD(learningRate: 0.02, momentum: 0.95),
///   "rest": AdamW(learningRate: 3e-4),
/// ]) { name, shape in
///   shape.rank == 2 && !name.isInside("head") ? "matrices" : "rest"
/// }
/// ```
///
/// Each optimizer keeps its own rate, decay and other settings. ``learningRate`` and ``weightDecay`` are
/// multiples of these, 1 at first: a schedule from 1 to 0 takes all rates down together,
/// `CosineDecay(from: 1, steps: 1000)`.
///
/// Which parameters are frozen, at what rate they are trained and whether they decay is at first what the
/// rule of each parameter's own optimizer says; a ``parameterRule`` that is set takes the place of these.
///
/// A gradient of some rows of a table is taken as that of the whole table; see ``RowRule``.
///
/// The state, under the names that each optimizer gives, is one: a checkpoint keeps it, and goes on where
/// the groups have the same names and kinds of optimizers.
public struct OptimizerGroups<Scalar: TensorScalar>: Optimizer, Sendable {
  /// The rates of all groups, as a multiple of each optimizer's own; 1 at first.
  public var learningRate = 1.0
  /// The weight decays of all groups, as a multiple of each optimizer's own; 1 at first.
  public var weightDecay = 1.0
  /// Which parameters are trained, and how.
  public var parameterRule: ParameterRule
  /// What each parameter's optimizer remembers of it.
  public var state = OptimizerState<Scalar>()
  private let members: Members<Scalar>

  /// Groups optimizers.
  ///
  /// Traps when there is none and when two have one name. At the first step it traps, with the line of this
  /// call, when the function gives a parameter to a group that is not there; to a group to which it gives no
  /// parameter, a note on standard error points then.
  ///
  /// - Parameters:
  ///   - optimizers: The optimizers with the names of their groups, in any order.
  ///   - file: The caller's file.
  ///   - line: The caller's line.
  ///   - group: The name of the group that takes a parameter, which must always be the same.
  public init(
    _ optimizers: KeyValuePairs<String, any Optimizer<Scalar> & Sendable>,
    file: StaticString = #fileID, line: UInt = #line,
    choosing group: @escaping @Sendable (ParameterName, Shape) -> String
  ) {
    require(
      !optimizers.isEmpty, "OptimizerGroups: expected at least one group", file: file, line: line)
    var names: Set<String> = []
    for (name, _) in optimizers {
      require(
        names.insert(name).inserted, "OptimizerGroups: two groups are named \"\(name)\"",
        file: file, line: line)
    }
    let members = Members(
      optimizers: optimizers.map { ($0, $1) }, group: group, file: file, line: line)
    self.members = members
    parameterRule = ParameterRule { name, shape in
      members.optimizer(for: name, shape).parameterRule.treatment(name, shape)
    }
  }

  /// The names of the groups and their optimizers, such as "OptimizerGroups(matrices: SGD, rest: AdamW)".
  public var name: String {
    let list = members.optimizers.map { "\($0.name): \($0.optimizer.name)" }
    return "OptimizerGroups(\(list.joined(separator: ", ")))"
  }

  /// What the parameter's optimizer remembers of it.
  public func stateTensors(
    of name: ParameterName, _ shape: Shape
  ) -> [(name: String, shape: Shape)] {
    members.optimizer(for: name, shape).stateTensors(of: name, shape)
  }

  /// One step of the parameter's optimizer.
  public func updateParameter(
    _ parameter: inout Tensor<Scalar>, _ state: inout [Tensor<Scalar>],
    along gradient: Tensor<Scalar>, at step: OptimizerStep
  ) {
    let optimizer = members.optimizer(for: step.name, parameter.shape)
    let own = OptimizerStep(
      name: step.name, count: step.count, learningRate: step.learningRate * optimizer.learningRate,
      weightDecay: step.weightDecay * optimizer.weightDecay)
    optimizer.updateParameter(&parameter, &state, along: gradient, at: own)
  }
}

extension OptimizerGroups {
  /// Says on standard error which groups have no parameter; an optimizer asks when its state has been made.
  ///
  /// A note and not a trap: the same groups may serve several models.
  func noteUnusedGroups() {
    let used = Set(state.parameters.map { members.group($0.name, $0.shape) })
    for (name, optimizer) in members.optimizers where !used.contains(name) {
      let note =
        "Note: OptimizerGroups at \(members.file):\(members.line): no parameter is given to the group "
        + "\"\(name)\", and \(optimizer.name) has nothing to do. Hint: does the function spell the name so?\n"
      try? FileHandle.standardError.write(contentsOf: Data(note.utf8))
    }
  }
}

/// The optimizers, and which takes what.
private struct Members<Scalar: TensorScalar>: Sendable {
  let optimizers: [(name: String, optimizer: any Optimizer<Scalar> & Sendable)]
  let group: @Sendable (ParameterName, Shape) -> String
  let file: StaticString
  let line: UInt

  func optimizer(
    for parameter: ParameterName, _ shape: Shape
  ) -> any Optimizer<Scalar> & Sendable {
    let group = group(parameter, shape)
    let member = optimizers.first { $0.name == group }
    require(
      member != nil,
      "OptimizerGroups: \(parameter), shape \(shape), is given to the group \"\(group)\", but the groups "
        + "are \(optimizers.map { "\"\($0.name)\"" }.joined(separator: ", "))",
      file: file, line: line)
    return member!.optimizer
  }
}
