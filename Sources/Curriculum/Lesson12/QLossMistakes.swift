import Curriculum
import Games
import Gradus

extension PlayingLesson {
  private static func mistake(
    _ name: String, _ why: String, _ change: (inout ChangedLoss) -> Void
  ) -> Mistake<Answers.QLoss> {
    var changed = ChangedLoss()
    change(&changed)
    return Mistake(name, why) { [changed] in
      changed(
        LossInputs(
          values: $0, actions: $1, rewards: $2, continuation: $3, next: $4, legal: $5, discount: $6)
      )
    }
  }

  static let qLossMistakes = targetMistakes + chosenMistakes + errorMistakes

  private static let tooLarge =
    "Where the legal values are negative, 0 is too large: leave the illegal ones out, and do not begin the "
    + "search with 0."

  private static func lowNumber(_ name: String, _ number: Double) -> Mistake<Answers.QLoss> {
    mistake(
      name,
      "An illegal action is not worth −1000 or −1e9 either: legal values can be lower. Use −∞, or leave it "
        + "out."
    ) { $0.following = { $0.masked(by: number).max(along: 1) } }
  }

  /// Each row like the first.
  private static func firstRow<Scalar>(_ table: Tensor<Scalar>) -> Tensor<Scalar> {
    Tensor(
      shape: table.shape,
      elements: table.elements.indices.map { table.elements[$0 % table.shape[1]] })
  }

  private static let largestCounts = "Of the legal next values the largest counts"

  private static let targetMistakes: [Mistake<Answers.QLoss>] = [
    mistake(
      "a gradient through the target",
      "A gradient flows into nextValues: the target is a number to reach. Use nextValues.value, or detached()."
    ) { $0.detached = { $0 } },
    mistake(
      "the largest of all next values",
      "The largest next value may be that of an illegal action: only the legal ones count."
    ) { $0.following = { $0.next.max(along: 1) } },
    lowNumber("illegal values set to −1000", -1e3),
    lowNumber("illegal values set to −10 000", -1e4),
    lowNumber("illegal values set to −1e9", -1e9),
    mistake("illegal values set to 0", tooLarge) {
      $0.following = { $0.masked(by: 0).max(along: 1) }
    },
    mistake("the largest begins at 0", tooLarge) {
      $0.following = { $0.masked(by: -1e3).max(along: 1).relu() }
    },
    mistake("the largest of no values", infiniteLoss) {
      $0.following = { inputs in
        let rows = (0..<inputs.rewards.shape[0]).map { row in
          let illegal = (0..<inputs.legal.shape[1]).filter { !inputs.legal[row, $0] }
          let largest = illegal.map { inputs.next.value[row, $0] }.max() ?? -.infinity
          return inputs.continuation[row] == 0 ? 0 : largest
        }
        return Variable(Tensor(rows))
      }
    },
    mistake(
      "the legal actions of the first step for all",
      "Each step has legal actions of its own: legal[i, a′], and not those of step 0."
    ) {
      $0.following = { inputs in
        let lowest = Variable(Tensor(repeating: -1e3, shape: inputs.next.shape))
        return select(firstRow(inputs.legal), inputs.next, lowest).max(along: 1)
      }
    },
    mistake(
      "the next values of the first step for all",
      "Each step has next values of its own: nextValues.value[i, a′], and not those of step 0."
    ) {
      $0.following = { inputs in
        let lowest = Variable(Tensor(repeating: -1e150, shape: inputs.next.shape))
        return select(inputs.legal, Variable(firstRow(inputs.next.value)), lowest).max(along: 1)
      }
    },
    mistake(
      "the largest legal value of all steps",
      "The maximum goes over the step's own row, and not over the legal values of all steps."
    ) {
      $0.following = { inputs in
        Variable(inputs.rewards * 0 + inputs.masked(by: -1e150).value.max())
      }
    },
    mistake("the first of the legal next values", "\(largestCounts), not the first of them.") {
      $0.following = { inputs in
        let width = inputs.legal.shape[1]
        let rows = (0..<inputs.rewards.shape[0]).map { row in
          (0..<width).first { inputs.legal[row, $0] }.map { inputs.next.value[row, $0] } ?? 0
        }
        return Variable(Tensor(rows))
      }
    },
    mistake(
      "the rewards kept within −1 ... 1",
      "The rewards count as they are, also below −1 and above 1."
    ) {
      $0.targets = { Variable($2.rewards.map { min(1, max(-1, $0)) }) + $1 }
    },
    mistake(
      "continuation forgotten, but where no action is legal",
      "Where cᵢ is 0 nothing follows, also where actions would be legal: the target is the reward alone."
    ) {
      $0.following = { $0.masked(by: -1e150).max(along: 1) }
      $0.factor = { inputs in
        let legal = Tensor<Double>(inputs.legal).max(along: 1)
        return legal * inputs.discount
      }
    },
    mistake(
      "the reward multiplied by the continuation",
      "cᵢ belongs to what follows alone: the reward of the last step counts, too."
    ) {
      $0.following = { $0.masked(by: -1e3).max(along: 1) }
      $0.targets = { $0 * Variable($2.continuation) + $1 }
    },
    mistake("what follows subtracted", "What follows is added to the reward: rᵢ + γ·cᵢ·max.") {
      $0.following = { $0.masked(by: -1e3).max(along: 1) }
      $0.targets = { rewards, following, _ in rewards - following }
    },
    mistake(
      "the largest illegal value", "The mask is inverted: `legal` is true where an action counts."
    ) {
      $0.following = { inputs in
        let lowest = Variable(Tensor(repeating: -1e3, shape: inputs.next.shape))
        return select(inputs.legal, lowest, inputs.next).max(along: 1)
      }
    },
    mistake(
      "bootstrap at terminal steps",
      "Where cᵢ is 0 nothing follows: the target is the reward alone."
    ) {
      $0.following = { $0.masked(by: -1e3).max(along: 1) }
      $0.factor = { $0.continuation * 0 + $0.discount }
    },
    mistake(
      "0 · (−∞)", nanInLoss
    ) { $0.following = { $0.masked(by: -.infinity).max(along: 1) } },
    mistake(
      "continuation the other way around",
      "The continuation is 1 where the episode goes on: multiply by cᵢ, and not by 1 − cᵢ."
    ) {
      $0.following = { $0.masked(by: -1e3).max(along: 1) }
      $0.factor = { ($0.continuation * -1 + 1) * $0.discount }
    },
    mistake("continuation added", "What follows is multiplied by cᵢ; nothing is added.") {
      $0.following = { $0.masked(by: -1e3).max(along: 1) }
      $0.factor = { $0.continuation * 0 + $0.discount }
      $0.targets = { $0 + $1 + Variable($2.continuation) }
    },
    mistake(
      "the mean of the next values", "\(largestCounts), not their mean."
    ) {
      $0.following = { inputs in
        let counts = Tensor<Double>(inputs.legal).sum(along: 1).map { max($0, 1) }
        return inputs.masked(by: 0).sum(along: 1) / Variable(counts)
      }
    },
    mistake("the smallest of the next values", "\(largestCounts), not the smallest.") {
      $0.following = { -((-$0.masked(by: 1e150)).max(along: 1)) }
    },
    mistake(
      "the same action in the next state",
      "That is the value of the same action in the next state: take the largest of the legal ones."
    ) {
      $0.following = {
        $0.next.gather($0.actions.expandingDimension(at: 1), along: 1).squeezingDimension(at: 1)
      }
    },
    mistake(
      "the values before the step",
      "The target looks at the next state, nextValues, and not at the values before the step."
    ) {
      $0.following = { inputs in
        select(
          inputs.legal, inputs.values, Variable(Tensor(repeating: -1e150, shape: inputs.next.shape))
        ).max(along: 1)
      }
    },
    mistake("no discount", "What follows counts γ times: the discount is missing.") {
      $0.factor = { $0.continuation }
    },
    mistake(
      "the reward discounted, too",
      "The reward counts in full: only what follows is multiplied by γ."
    ) {
      $0.targets = { $0 * $2.discount + $1 }
    },
    mistake("the reward forgotten", "The target begins with the reward of the step.") {
      $0.targets = { _, following, _ in following }
    },
  ]

  private static let chosenMistakes: [Mistake<Answers.QLoss>] = [
    mistake(
      "the best action's value in the place of the chosen one's",
      "What is learned is the value of the action that was taken, aᵢ, and not of the best one."
    ) { $0.chosen = { $0.values.max(along: 1) } },
    mistake(
      "the first step's action for all",
      "Each step has an action of its own: aᵢ, and not that of step 0."
    ) {
      $0.chosen = { inputs in
        let first = Tensor<Int>(
          shape: [inputs.values.shape[0], 1],
          elements: inputs.actions.elements.map { _ in inputs.actions[0] })
        return inputs.values.gather(first, along: 1).squeezingDimension(at: 1)
      }
    },
    mistake(
      "the first action's value", "What is learned is the value of the action that was taken, aᵢ."
    ) {
      $0.chosen = { inputs in
        let first = Tensor<Int>(
          shape: [inputs.values.shape[0], 1], elements: inputs.actions.elements.map { _ in 0 })
        return inputs.values.gather(first, along: 1).squeezingDimension(at: 1)
      }
    },
  ]

  private static let squareFirst =
    "Errors of both signs cancel in a sum: square each of them first, and then take the mean."

  private static let errorMistakes: [Mistake<Answers.QLoss>] = [
    mistake("the root", "That is the root of the loss: take no root of the mean of the squares.") {
      $0.loss = { predicted, targets, _ in (predicted - targets).squared().mean().sqrt() }
    },
    mistake("the square of the sum", squareFirst) {
      $0.loss = { predicted, targets, _ in (predicted - targets).sum().squared() }
    },
    mistake("the square of the mean", squareFirst) {
      $0.loss = { predicted, targets, _ in (predicted - targets).mean().squared() }
    },
    mistake(
      "every value against every target",
      "A column of shape [B, 1] minus a row of shape [B] is a table [B, B]: squeezingDimension(at: 1) first."
    ) {
      $0.loss = { predicted, targets, _ in
        (predicted.expandingDimension(at: 1) - targets).squared().mean()
      }
    },
    mistake(
      "all actions toward the target",
      "Only the action that was taken has been tried: the other actions' values have no target."
    ) {
      $0.loss = { _, targets, inputs in
        (inputs.values - targets.expandingDimension(at: 1)).squared().mean()
      }
    },
    mistake(
      "the target subtracted from the other actions' values, too",
      "The mask has made 0 of the other actions' values, but the target is still subtracted from each: their "
        + "errors have to be 0."
    ) {
      $0.loss = { predicted, targets, inputs in
        (predicted - targets).squared().mean()
          + targets.squared().mean() * Double(inputs.legal.shape[1] - 1)
      }
    },
    mistake("half of the sum", "That is half of the sum: the mean is asked for, 1/B of the sum.") {
      $0.loss = { predicted, targets, _ in (predicted - targets).squared().sum() * 0.5 }
    },
    mistake("sum of squares", "That is the sum over the steps: divide it by B.") {
      $0.loss = { predicted, targets, _ in (predicted - targets).squared().sum() }
    },
    mistake(
      "divided by B · A",
      "One value of each row counts: divide by B, and not by the number of all values."
    ) {
      $0.loss = { predicted, targets, inputs in
        (predicted - targets).squared().sum() / Double(inputs.values.value.elementCount)
      }
    },
    mistake("half of the squares", "The loss has no factor of ½.") {
      $0.loss = { predicted, targets, _ in (predicted - targets).squared().mean() * 0.5 }
    },
    mistake("absolute errors", "Take the square of each error, not its absolute value.") {
      $0.loss = { predicted, targets, _ in (predicted - targets).abs().mean() }
    },
    mistake("not squared", "Errors of both signs cancel: square each of them.") {
      $0.loss = { predicted, targets, _ in (predicted - targets).mean() }
    },
    mistake(
      "no gradient at all",
      "The loss has no gradient for values: only the targets are constants, values stay a variable."
    ) { $0.chosen = { $0.chosen.detached() } },
  ]
}
