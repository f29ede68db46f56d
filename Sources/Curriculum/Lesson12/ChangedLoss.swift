import Curriculum
import Games
import Gradus

extension PlayingLesson {
  /// The arguments of a call, as mistakes see them.
  struct LossInputs {
    let values: Variable<Double>
    let actions: Tensor<Int>
    let rewards, continuation: Tensor<Double>
    let next: Variable<Double>
    let legal: Tensor<Bool>
    let discount: Double

    /// The next values, with others in the places of the illegal ones.
    func masked(by lowest: Double) -> Variable<Double> {
      select(legal, next, Variable(Tensor(repeating: lowest, shape: next.shape)))
    }

    /// The values of what was done, shape [B].
    var chosen: Variable<Double> {
      values.gather(actions.expandingDimension(at: 1), along: 1).squeezingDimension(at: 1)
    }
  }

  /// What the loss is made of, so that a mistake is one change to it.
  struct ChangedLoss: Sendable {
    /// What follows each step, shape [B]; finite.
    var following: @Sendable (LossInputs) -> Variable<Double> = {
      $0.masked(by: -1e150).max(along: 1)
    }
    /// By what that is multiplied.
    var factor: @Sendable (LossInputs) -> Tensor<Double> = { $0.continuation * $0.discount }
    /// The targets from the rewards and what follows, multiplied.
    var targets: @Sendable (Variable<Double>, Variable<Double>, LossInputs) -> Variable<Double> = {
      rewards, following, _ in rewards + following
    }
    var detached: @Sendable (Variable<Double>) -> Variable<Double> = { $0.detached() }
    var chosen: @Sendable (LossInputs) -> Variable<Double> = { $0.chosen }
    /// The loss from what was predicted and the targets.
    var loss: @Sendable (Variable<Double>, Variable<Double>, LossInputs) -> Variable<Double> = {
      predicted, targets, _ in (predicted - targets).squared().mean()
    }

    func callAsFunction(_ inputs: LossInputs) -> Variable<Double> {
      let following = following(inputs) * Variable(factor(inputs))
      let target = targets(Variable(inputs.rewards), following, inputs)
      return loss(chosen(inputs), detached(target), inputs)
    }
  }
}
