import Games
import Gradus

/// Lesson 12: an agent that learns from what it does.
///
/// Replace each `throw Todo()` by your own code, from the top to the bottom, and after each one run
/// `swift test --filter Lesson12` or `swift run -q gradus check 12`.
///
/// States and actions are numbered from 0: S states, A actions. A table has a row for each state and a
/// column for each action. γ is the discount.
///
/// A `Transition<Int>` is one step: `observation` is the state before it, `action` what was done,
/// `reward` what came of it, `next` the state after it. Its `ending` says whether the episode ends there:
///
/// - `.continues`: no, it goes on.
/// - `.terminated`: the task is over, as after a fall or a win. Nothing follows; what follows counts as 0.
/// - `.truncated`: only time is up. The state `next` is worth what it is worth in the middle of an
///   episode.
enum Playing {
  // MARK: 1. What a step is worth

  /// The discounted return from each step on: its reward, and γ times what follows.
  ///
  ///     Gₜ = rₜ + γ·Gₜ₊₁       the episode continues, and step t + 1 is given
  ///     Gₜ = rₜ                the step terminates the episode
  ///     Gₜ = rₜ + γ·Vₜ         the step truncates the episode
  ///     Gₜ = rₜ + γ·Vₜ         the episode continues, and step t is the last that is given
  ///
  /// The steps of several episodes may stand one after the other: nothing flows from an episode into
  /// the one before it.
  ///
  ///     returns(rewards: [1, 2, 4], endings: [.continues, .terminated, .truncated],
  ///             nextValues: [0, 0, 8], discount: 0.5)
  ///     // [2, 2, 8]: 1 + 0.5·2, then 2, then 4 + 0.5·8
  ///
  /// - Parameters:
  ///   - rewards: rₜ, the reward of each step; there is at least one step.
  ///   - endings: Whether each step ends its episode.
  ///   - nextValues: Vₜ, an estimate of what the state after each step is worth.
  ///   - discount: γ, in 0 ... 1.
  /// - Returns: Gₜ, one for each step.
  static func returns(
    rewards: [Double], endings: [Ending], nextValues: [Double], discount: Double
  ) throws -> [Double] {
    throw Todo()
  }

  // MARK: 2. What a policy is worth

  /// The value of each state under a policy, with as many steps left as there are sweeps: policy evaluation.
  ///
  /// Begin with V = 0 for all states. A sweep computes new values of all states from the old ones:
  ///
  ///     V′(s) = Σₐ π(a|s) · Σ p·(r + γ·V(s′))
  ///
  /// The inner sum goes over the outcomes of action a in state s, each with its probability p, its reward
  /// r and its next state s′: `process.outcomes(state: s, action: a)` has them as `probability`, `reward`
  /// and `state`. A terminal state has none, so that its value stays 0. Any of the states may be terminal,
  /// not only the last.
  ///
  ///     // One state that is not terminal, and an action that ends with reward 4 or stays, equally often:
  ///     // V is 2 after one sweep, and 2 + ½·γ·2 after the second.
  ///
  /// - Parameters:
  ///   - policy: π, the probability of each action in each state, shape [S, A].
  ///   - process: The rules: `stateCount`, `actionCount`, `outcomes(state:action:)`.
  ///   - discount: γ, in 0 ... 1.
  ///   - sweeps: How many sweeps to make, at least 0.
  /// - Returns: V, shape [S].
  static func policyValues(
    _ policy: Tensor<Double>, in process: MarkovDecisionProcess, discount: Double, sweeps: Int
  ) throws -> Tensor<Double> {
    throw Todo()
  }

  // MARK: 3. The best there is

  /// The value of each action in each state when all later actions are the best: value iteration.
  ///
  /// Begin with Q = 0. A sweep computes a new Q, for all states and actions, from the old one:
  ///
  ///     Q′(s, a) = Σ p·(r + γ·maxₐ′ Q(s′, a′))
  ///
  /// The sum goes over the outcomes of action a in state s, as in exercise 2. Where s′ is terminal, its
  /// row of Q is 0, and so is the largest value in it.
  ///
  ///     // The state of the example of exercise 2, with a second action, which ends with reward 3:
  ///     // Q is [2, 3] after one sweep, and [2 + ½·γ·3, 3] after the second.
  ///
  /// - Parameters:
  ///   - process: The rules.
  ///   - discount: γ, in 0 ... 1.
  ///   - sweeps: How many sweeps to make, at least 0.
  /// - Returns: Q, shape [S, A]; 0 for terminal states.
  static func valueIteration(
    in process: MarkovDecisionProcess, discount: Double, sweeps: Int
  ) throws -> Tensor<Double> {
    throw Todo()
  }

  // MARK: 4. To try, or to take the best

  /// An action: with probability ε any of the legal ones, else one that has the highest value.
  ///
  /// Draw twice, in this order:
  ///
  /// 1. `generator.uniform()`, in 0 ..< 1. Below ε, explore: all legal actions are candidates. Else the
  ///    candidates are the legal actions whose value is the highest of all legal ones. There may be several.
  /// 2. `generator.uniformInteger(below: candidates.count)`: the place of the action among the
  ///    candidates, which keep the order of `legal`. Draw it also where there is a single candidate.
  ///
  ///     epsilonGreedy([9, 5, 2, 5], legal: [1, 2, 3], epsilon: 0, using: &generator)
  ///     // 1 or 3, equally often
  ///
  /// - Parameters:
  ///   - values: The value of each action, legal or not.
  ///   - legal: The actions that can be taken, at least one, in rising order.
  ///   - epsilon: ε, how often to explore, in 0 ... 1.
  ///   - generator: The source of chance.
  /// - Returns: The number of the action: its place in `values`.
  static func epsilonGreedy(
    _ values: [Double], legal: [Int], epsilon: Double, using generator: inout RandomGenerator
  ) throws -> Int {
    throw Todo()
  }

  // MARK: 5. Learning from one step

  /// Moves one number of the table toward what a step has shown: Q-learning.
  ///
  ///     target = r + γ·maxₐ′ Q(s′, a′)         r alone where the step terminates the episode
  ///     Q(s, a) += α·(target − Q(s, a))
  ///
  /// Nothing else in the table changes. The row of a terminal state may hold anything.
  ///
  ///     // q is [[1, 2], [5, 3]], the step goes from state 0 by action 1 to state 1, with reward 4:
  ///     // with α = 0.5 and γ = 1, Q(0, 1) becomes 2 + 0.5·(4 + 5 − 2) = 5.5
  ///
  /// - Parameters:
  ///   - q: Q, shape [S, A]. Where an action is impossible, the table may say −∞, which is never the
  ///     largest.
  ///   - transition: The step.
  ///   - rate: α, how far to go, in 0 ... 1.
  ///   - discount: γ, in −1 ... 1: below 0 where the next state is the opponent's.
  static func qUpdate(
    _ q: inout Tensor<Double>, after transition: Transition<Int>, rate: Double, discount: Double
  ) throws {
    throw Todo()
  }

  // MARK: 6. To learn from the past

  /// Keeps a step in a ring of the latest ones, and draws steps from the ring to learn from: experience
  /// replay.
  ///
  /// 1. While fewer than `ring.capacity` slots are taken, append the step to `ring.slots`. Else put it
  ///    into the slot `ring.oldest`, in the place of the oldest step, and move `ring.oldest` on by one slot;
  ///    after the last slot comes slot 0.
  /// 2. Then draw `batchSize` times `generator.uniformInteger(below:)` among all slots that are taken, and
  ///    return the steps in these slots, in the order of the draws. A step may be drawn more than once.
  ///
  ///     // capacity 3, slots [a, b, c], oldest 0: after d, the slots are [d, b, c], and oldest is 1
  ///
  /// - Parameters:
  ///   - transition: The step that has just been made.
  ///   - ring: The steps that are kept.
  ///   - batchSize: How many to draw, at least 0. There may be fewer steps in the ring.
  ///   - generator: The source of chance.
  /// - Returns: The steps that were drawn.
  static func replay(
    _ transition: Transition<Int>, ring: inout ReplayRing, batchSize: Int,
    using generator: inout RandomGenerator
  ) throws -> [Transition<Int>] {
    throw Todo()
  }

  // MARK: 7. A network in the place of the table

  /// The loss of deep Q-learning for B steps: how far a network's values of what was done are from their
  /// targets.
  ///
  ///     yᵢ = rᵢ + γ·cᵢ·max over the legal a′ of Q′(s′ᵢ, a′)
  ///     loss = 1/B · Σᵢ (Q(sᵢ, aᵢ) − yᵢ)²
  ///
  /// The targets are numbers to reach: no gradient may flow into `nextValues`. Where cᵢ is 0, the target is
  /// rᵢ, whatever is legal; there may be no legal action then. Elsewhere there is at least one.
  ///
  /// A `Variable` has the operations of a tensor, and records them: `gather(_:along:)`,
  /// `squeezingDimension(at:)`, `-`, `squared()`, `mean()`. `Variable(tensor)` makes one of numbers, and its
  /// `value` is the numbers alone.
  ///
  ///     // values [[1, 2]], action 1, reward 1, c = 1, next values [[9, 4]], of which only the 4 is
  ///     // legal, γ = 0.5: y = 1 + 0.5·4 = 3, the loss is (2 − 3)² = 1
  ///
  /// - Parameters:
  ///   - values: Q(sᵢ, ·), shape [B, A], from the network that learns.
  ///   - actions: aᵢ, shape [B].
  ///   - rewards: rᵢ, shape [B].
  ///   - continuation: cᵢ, shape [B]: 0 where the step terminated its episode, else 1.
  ///   - nextValues: Q′(s′ᵢ, ·), shape [B, A], from the same network or a copy of it.
  ///   - legal: Which actions are legal after each step, shape [B, A].
  ///   - discount: γ, in −1 ... 1.
  /// - Returns: The loss, a single number, with its gradient for `values`.
  static func qLoss(
    _ values: Variable<Double>, actions: Tensor<Int>, rewards: Tensor<Double>,
    continuation: Tensor<Double>, nextValues: Variable<Double>, legal: Tensor<Bool>,
    discount: Double
  ) throws -> Variable<Double> {
    throw Todo()
  }

  // MARK: 8. Perfect play

  /// The value of a position of tic-tac-toe for the player whose turn it is, when both play as well as
  /// possible, and the moves that keep it: minimax.
  ///
  /// After the end, the value is `result.points(for: game.player)`, with `result` from `game.result`: 1 for
  /// a win, 0 for a draw, −1 for a loss of the player whose turn it would be. There are no moves.
  ///
  /// Before the end, a move is worth the value of the position after it, *negated*, because it is the
  /// opponent's turn there. The value is that of the best move. A win counts 1 however long it takes.
  ///
  ///     // X X .
  ///     // O O .       X to move: value 1, moves [2], which wins at once
  ///     // . . .
  ///
  /// - Parameter game: The position. `game.legalMoves` are the moves, `game.playing(move)` is the position
  ///   after one of them.
  /// - Returns: The value, and all moves of that value in rising order.
  static func minimax(_ game: TicTacToe) throws -> (value: Int, moves: [Int]) {
    throw Todo()
  }

  // MARK: 9. A policy that learns

  /// The gradient of REINFORCE for one episode: the direction in which the table of preferences has to move
  /// so that what went well becomes more probable.
  ///
  /// The policy is the softmax of each row of the preferences: π(·|s) = softmax(θ(s, ·)). Then
  ///
  ///     gradient = Σₜ γᵗ · wₜ · ∇ ln π(aₜ|sₜ)
  ///
  /// As ln π(aₜ|sₜ) = θ(sₜ, aₜ) − ln Σₐ exp θ(sₜ, a), the logarithm depends on the row of state sₜ alone. Its
  /// derivative for θ(sₜ, a) is 1 − π(a|sₜ) for the action that was taken, a = aₜ, and −π(a|sₜ) for each other
  /// action. Preferences may be in the thousands, where exp is infinite; `softmax()` takes care of that.
  ///
  ///     // θ = [[0, 0]], one step in state 0 with action 1 and weight 4: the gradient is [[−2, 2]]
  ///
  /// - Parameters:
  ///   - preferences: θ, shape [S, A].
  ///   - episode: The steps of one episode, in order: t counts them from 0.
  ///   - weights: wₜ, one for each step: its return Gₜ, or its advantage.
  ///   - discount: γ, in 0 ... 1.
  /// - Returns: The gradient, shape [S, A].
  static func policyGradient(
    _ preferences: Tensor<Double>, episode: [Transition<Int>], weights: [Double], discount: Double
  ) throws -> Tensor<Double> {
    throw Todo()
  }

  // MARK: 10. Better than expected

  /// The advantage of each step of each episode: its return, minus what was to be expected in its state.
  ///
  ///     Aₜ = Gₜ − b(sₜ)
  ///
  /// The returns are those of your `returns`, for each episode by itself, with 0 for all next values. The
  /// baseline b(sₜ) is the mean of the returns from all steps *of the other episodes* that begin in the same
  /// state sₜ, whatever was done there; where there is none, b is 0. The returns of a step's own episode are
  /// left out. Without them the baseline does not depend on the action. Therefore it adds no bias to the
  /// gradient of exercise 9.
  ///
  ///     // γ = 1, and three episodes of one step each from state 0, with rewards 1, 2 and 6:
  ///     // [[1 − 4], [2 − 3.5], [6 − 1.5]]
  ///
  /// - Parameters:
  ///   - episodes: The steps of each episode, at least one; episodes may differ in length. The last step of
  ///     one may continue, where the list stops before the episode does. States have any numbers from 0 on.
  ///   - discount: γ, in 0 ... 1.
  /// - Returns: The advantages, arranged as the episodes are.
  static func advantages(
    of episodes: [[Transition<Int>]], discount: Double
  ) throws -> [[Double]] {
    throw Todo()
  }
}
