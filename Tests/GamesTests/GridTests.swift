import Games
import TensorCore
import Testing

@Suite struct GridTests {
  @Test("FrozenLake's outcomes are Gymnasium's, in the same order") func frozenLake() throws {
    let rows = try fixture("frozenlake.csv")
    for (name, lake) in [("4x4", FrozenLake.fourByFour), ("8x8", .eightByEight)] {
      for slippery in [false, true] {
        let process = lake.process(isSlippery: slippery)
        let table = rows.filter { $0[0] == name && $0[1] == (slippery ? "1" : "0") }
        for state in 0..<process.stateCount {
          for action in 0..<4 {
            let expected = table.filter { $0[2] == "\(state)" && $0[3] == "\(action)" }
            let found = process.outcomes(state: state, action: action)
            if process.isTerminal(state) {
              // Gymnasium stays in an ended state; here nothing follows.
              #expect(expected.allSatisfy { $0[5] == "\(state)" && $0[7] == "1" })
              #expect(found.isEmpty)
              continue
            }
            #expect(found.map { "\($0.state)" } == expected.map { $0[5] }, "\(state) \(action)")
            #expect(found.map(\.reward) == expected.map { Double($0[6]) })
            #expect(
              found.map { process.isTerminal($0.state) } == expected.map { $0[7] == "1" })
            for (outcome, row) in zip(found, expected) {
              #expect(abs(outcome.probability - (Double(row[4]) ?? .nan)) < 0x1p-53 * 2)
            }
          }
        }
      }
    }
    #expect(FrozenLake.fourByFour.process().startProbabilities.first == 1)
  }

  @Test("a step goes where its direction says, and stays at borders and walls") func directions() {
    let process = GridWorld(["S.#", "...", "..G"]).process(stepReward: -1, goalReward: 5)
    func next(_ state: Int, _ direction: GridWorld.Direction) -> Int {
      process.outcomes(state: state, action: direction.rawValue)[0].state
    }
    #expect(GridWorld.Direction.allCases.map { next(4, $0) } == [3, 7, 5, 1])
    #expect(next(0, .left) == 0 && next(0, .up) == 0 && next(1, .right) == 1 && next(5, .up) == 5)
    #expect(next(5, .right) == 5 && next(7, .down) == 7)
    #expect(process.outcomes(state: 5, action: 1) == [.init(probability: 1, state: 8, reward: 4)])
    #expect(process.outcomes(state: 4, action: 0) == [.init(probability: 1, state: 3, reward: -1)])
  }

  @Test("without a start, episodes begin on each floor cell equally often") func starts() {
    let third = 1.0 / 3
    let anywhere = GridWorld(["G.#", "H.F"]).process().startProbabilities
    #expect(anywhere == [0, third, 0, 0, third, third])
    let marked = GridWorld(["GSF", "HSF"]).process().startProbabilities
    #expect(marked == [0, 0.5, 0, 0, 0.5, 0])
  }

  @Test("an agent meets each outcome as often as the table says, and ends as it says")
  func sampling() {
    let process = FrozenLake.fourByFour.process()
    var generator = RandomGenerator(seed: 11)
    var environment = TabularEnvironment(process, limit: 1)
    let count = 3000
    for (state, action) in [(0, 0), (14, 2), (6, 1)] {
      var counts: [Int: Int] = [:]
      for _ in 0..<count {
        environment.reset(to: state)
        let step = environment.step(action, using: &generator)
        counts[step.observation, default: 0] += 1
        #expect(step.ending == (process.isTerminal(step.observation) ? .terminated : .truncated))
        #expect(step.reward == (step.observation == 15 ? 1 : 0))
      }
      for following in 0..<16 {
        let p = process.outcomes(state: state, action: action).filter { $0.state == following }
          .reduce(0) { $0 + $1.probability }
        // Five standard deviations of a binomial count.
        let bound = 5 * (Double(count) * p * (1 - p)).squareRoot()
        #expect(abs(Double(counts[following, default: 0]) - Double(count) * p) <= bound)
      }
    }
  }

  @Test("a limit truncates, and no limit never does") func limit() {
    // Without a goal that can be reached, nothing ends.
    let process = GridWorld(["S#G"]).process()
    var generator = RandomGenerator(seed: 1)
    var environment = TabularEnvironment(process, limit: 3)
    for _ in 0..<2 {
      let episode = environment.playEpisode(using: &generator) { _, _ in 2 }
      #expect(episode.map(\.ending) == [.continues, .continues, .truncated])
    }
    var endless = TabularEnvironment(process)
    _ = endless.reset(using: &generator)
    for _ in 0..<1000 { #expect(endless.step(2, using: &generator).ending == .continues) }
  }
}
