import GradientChecking
import Testing
import Training

@Suite struct SoftstrideTests {
  @Test("its steps are those of the rule", arguments: [1, 2, 3]) func steps(seed: UInt64) {
    let problems = checkOptimizer(
      Softstride(learningRate: 0.5, weightDecay: 0.25),
      against: .rule(memory: 1) { p, m, step in
        m[0] = 0.5 * m[0] + step.gradient
        p -= step.learningRate * (m[0] + step.weightDecay * p)
      }, seed: seed)
    #expect(problems == [])
  }
}
