import Games
import Gradus

/// A network that has learned Connect Four by playing against itself.
public struct ConnectFourPlayer {
  /// From a position's features, [N, 40], to a value for each column, [N, 5].
  public internal(set) var network: Sequential<Float>
  /// After how many moves the player was judged, and its share of positions with a best move then.
  public internal(set) var curve: [(moves: Int, share: Double)] = []

  /// How good it is against perfect play, and against moves at random.
  func results(by solved: SolvedGame<ConnectFour>) -> (
    perfect: (asFirst: Double, asSecond: Double), random: (asFirst: Double, asSecond: Double)
  ) {
    func results(_ opponent: (ConnectFour) -> [Double]) -> (Double, Double) {
      PlayingExperiment.results(of: { [move(in: $0)] }, against: opponent)
    }
    return (results { solved.perfectPolicy(in: $0) }, results { randomPolicy(in: $0) })
  }

  /// The column of the highest value.
  public func move(in position: ConnectFour) -> Int {
    let values = values(in: position)
    return position.legalMoves.max { values[$0] < values[$1] }!
  }

  /// The value of each column for the player whose turn it is.
  public func values(in position: ConnectFour) -> [Double] {
    network(featureMatrix([position])).elements.map(Double.init)
  }
}

extension PlayingExperiment {
  // MARK: (e) A game that is too large for a table

  /// Positions of games that are played at random, each position once: a sample to judge by.
  public static func connectFourSample(_ count: Int, seed: UInt64) -> [ConnectFour] {
    var generator = RandomGenerator(seed: seed)
    var found: Set<ConnectFour> = []
    var sample: [ConnectFour] = []
    while sample.count < count {
      var position = ConnectFour()
      var game: [ConnectFour] = []
      while position.result == nil {
        game.append(position)
        let moves = position.legalMoves
        position = position.playing(moves[generator.uniformInteger(below: moves.count)])
      }
      // One position of each game: those of a game look alike.
      let drawn = game[generator.uniformInteger(below: game.count)]
      if found.insert(drawn).inserted { sample.append(drawn) }
    }
    return sample
  }

  /// The results of a player against an opponent, as the first and as the second, exactly.
  ///
  /// - Parameters:
  ///   - choices: The moves that the player chooses among, each equally often.
  ///   - opponent: The probability of each of the opponent's moves.
  static func results(
    of choices: (ConnectFour) -> [Int], against opponent: (ConnectFour) -> [Double]
  ) -> (asFirst: Double, asSecond: Double) {
    func policy(_ position: ConnectFour) -> [Double] {
      let moves = choices(position)
      return (0..<5).map { moves.contains($0) ? 1 / Double(moves.count) : 0 }
    }
    return (
      resultProbabilities(first: policy, second: opponent).expectedPoints(for: .first),
      resultProbabilities(first: opponent, second: policy).expectedPoints(for: .second)
    )
  }

  /// The share of positions in which a network's move is among the best.
  public static func shareOfBestMoves(
    _ network: Sequential<Float>, in positions: [ConnectFour], by solved: SolvedGame<ConnectFour>
  ) -> Double {
    let values = network(featureMatrix(positions))
    let right = positions.indices.count { index in
      let move = positions[index].legalMoves.max { values[index, $0] < values[index, $1] }!
      return solved.bestMoves(in: positions[index]).contains(move)
    }
    return Double(right) / Double(positions.count)
  }

  /// Plays Connect Four against itself, with a network 40-64-64-5, and learns by deep Q-learning with the
  /// discount −1: what follows a move is the opponent's.
  ///
  /// Games begin after some moves at random, so that the network sees more than its own openings.
  ///
  /// - Parameters:
  ///   - moves: How many moves to make; every second one is followed by an update from 32 of the memory.
  ///   - seed: Of weights and moves.
  ///   - judge: The share of right moves of a network, for the curve; nil for none.
  public static func connectFour(
    moves: Int, seed: UInt64, judge: ((Sequential<Float>) -> Double)? = nil
  ) -> ConnectFourPlayer {
    var generator = RandomGenerator(seed: seed)
    var player = ConnectFourPlayer(
      network: Sequential(
        Linear(ConnectFour.featureCount, 64, using: &generator), ReLU(),
        Linear(64, 64, using: &generator), ReLU(), Linear(64, 5, using: &generator)))
    var target = player.network
    var optimizer = Adam<Float>()
    var memory = ReplayBuffer<Transition<ConnectFour>>(capacity: 50_000)
    var position = ConnectFour()
    var atRandom = 0
    var updates = 0

    for move in 1...moves {
      if position.result != nil {
        position = ConnectFour()
        atRandom = generator.uniformInteger(below: 16)
      }
      let column = generator.epsilonGreedy(
        player.values(in: position), epsilon: atRandom > 0 ? 1 : 0.2,
        among: position.legalMoves)
      atRandom -= 1
      let next = position.playing(column)
      let reward = next.result.map { Double($0.points(for: position.player)) } ?? 0
      memory.append(
        Transition(
          from: position, action: column,
          to: Step(
            observation: next, reward: reward,
            ending: next.result == nil ? .continues : .terminated)))
      position = next

      if move % 2 == 0 && memory.count >= 1000 {
        let sample = memory.sample(32, using: &generator)
        let batch = TransitionBatch<Float>(sample)
        let nextValues = target(batch.nextObservations)
        let best = Tensor(
          sample.indices.map { row in
            sample[row].next.legalMoves.map { nextValues[row, $0] }.max() ?? 0
          })
        let targets = batch.rewards - batch.continuation * best
        var context = Context.training(seed: seed)
        let (_, gradients) = valueWithGradients(at: &player.network) { network in
          let values = network.forward(Variable(batch.observations), in: &context)
          let chosen = values.gather(batch.actions.expandingDimension(at: 1), along: 1)
          return huber(chosen.squeezingDimension(at: 1), targets)
        }
        optimizer.learningRate = 0.002 * (1 - Double(move - 1) / Double(moves))
        optimizer.update(&player.network, along: gradients)
        updates += 1
        if updates % 300 == 0 { target = player.network }
      }
      if let judge, move % max(1, moves / 20) == 0 {
        player.curve.append((move, judge(player.network)))
      }
    }
    return player
  }
}
