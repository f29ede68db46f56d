import Games
import Gradus

/// A network that has learned tic-tac-toe by playing against itself.
public struct SelfPlayNetwork {
  /// From a position's features, [N, 18], to a value for each cell, [N, 9].
  public internal(set) var network: Sequential<Double>
  /// After how many moves the player was judged, and the share of positions with a best move then.
  public internal(set) var curve: [(moves: Int, share: Double)] = []

  /// What it chooses in a position: the moves of the highest value.
  public func choices(among positions: TicTacToePositions) -> (TicTacToe) -> [Int] {
    let values = network(featureMatrix(positions.all))
    return { positions.bestMoves(in: $0, by: values) }
  }
}

extension PlayingExperiment {
  // MARK: (d) The same with a network in the place of the table

  /// Plays against itself from any position, with a network 18-64-64-9 in the place of the table: deep
  /// Q-learning with the discount −1, a ring of experience and a target that is a copy.
  ///
  /// - Parameters:
  ///   - positions: The game.
  ///   - moves: How many moves to make; each is followed by an update from 32 moves of the ring.
  ///   - seed: Of weights, starts and moves.
  public func selfPlayNetwork(
    _ positions: TicTacToePositions, moves: Int, seed: UInt64
  ) throws -> SelfPlayNetwork {
    var generator = RandomGenerator(seed: seed)
    var play = SelfPlayNetwork(
      network: Sequential(
        Linear(TicTacToe.featureCount, 64, using: &generator), ReLU(),
        Linear(64, 64, using: &generator), ReLU(), Linear(64, 9, using: &generator)))
    var target = play.network
    var optimizer = Adam<Double>()
    var ring = ReplayRing(capacity: 20_000)
    let judge = SolvedGame<TicTacToe>()
    func share(_ values: Tensor<Double>) -> Double {
      let right = positions.open.count { number in
        let best = judge.bestMoves(in: positions.all[number])
        return positions.bestMoves(in: positions.all[number], by: values)
          .allSatisfy(best.contains)
      }
      return Double(right) / Double(positions.open.count)
    }
    let features: Tensor<Double> = featureMatrix(positions.all)
    let legal = positions.emptyTable().map { $0 == 0 }
    var number = 0
    for move in 1...moves {
      let isStart = move == 1 || positions.all[number].result != nil
      if isStart { number = positions.open[generator.uniformInteger(below: positions.open.count)] }
      let action = try answers.epsilonGreedy(
        play.network(features.gather([number])).elements, positions.all[number].legalMoves,
        isStart ? 1 : 0.3, &generator)
      let transition = positions.transition(from: number, action)
      number = transition.next
      let sample = try answers.replay(transition, &ring, 32, &generator)
      let next = sample.map(\.next)
      let nextValues = Variable(target(features.gather(next)))
      let actions = Tensor(sample.map(\.action))
      let rewards = Tensor(sample.map(\.reward))
      let continuation = Tensor(sample.map { $0.ending == .terminated ? 0.0 : 1 })
      let nextLegal = legal.gather(next)
      var context = Context.training(seed: seed)
      let (_, gradients) = try valueWithGradients(at: &play.network) { network in
        try answers.qLoss(
          network.forward(Variable(features.gather(sample.map(\.observation))), in: &context),
          actions, rewards, continuation, nextValues, nextLegal, -1)
      }
      optimizer.learningRate = 0.003 * (1 - Double(move - 1) / Double(moves))
      optimizer.update(&play.network, along: gradients)
      if move % 100 == 0 { target = play.network }
      if move % max(1, moves / 40) == 0 {
        play.curve.append((move, share(play.network(features))))
      }
    }
    return play
  }
}
