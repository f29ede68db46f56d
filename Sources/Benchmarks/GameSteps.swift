import Games
import Gradus

// Steps of games and environments, on one thread and without any tensor: what an agent's training costs
// besides its network.

extension Workload {
  static let gameSteps = [cartPole, ticTacToe]

  private static let cartPole = Workload(
    "cartpole_step", "a step of CartPole by a random action, resets included", .nanoseconds
  ) {
    var generator = RandomGenerator(seed: 1)
    var cart = CartPole()
    _ = cart.reset(using: &generator)
    return PreparedWork(
      run: { times in
        for _ in 0..<times {
          if cart.hasEnded { _ = cart.reset(using: &generator) }
          _ = cart.step(Int(truncatingIfNeeded: generator.next() & 1), using: &generator)
        }
      },
      result: { cart.state.features })
  }

  private static let ticTacToe = Workload(
    "tictactoe_move", "a random legal move of tic-tac-toe, and whether the game has ended",
    .nanoseconds
  ) {
    var generator = RandomGenerator(seed: 1)
    var position = TicTacToe()
    return PreparedWork(
      run: { times in
        for _ in 0..<times {
          let moves = position.legalMoves
          let move = moves[generator.uniformInteger(below: moves.count)]
          position = position.playing(move)
          if position.result != nil { position = TicTacToe() }
        }
      },
      result: { position.features })
  }
}
