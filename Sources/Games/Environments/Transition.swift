/// One step of experience: what was seen, what was done, and what followed.
public struct Transition<Observation: Sendable>: Sendable {
  /// What the agent saw before the action.
  public let observation: Observation
  /// The action.
  public let action: Int
  /// The reward for it.
  public let reward: Double
  /// What the agent saw after the action. At an episode's end this is the last observation of that
  /// episode and not the first of the next.
  public let next: Observation
  /// Whether the episode ended here, and why.
  public let ending: Ending

  /// Makes a transition from an observation, the action there, and the step that followed.
  public init(from observation: Observation, action: Int, to step: Step<Observation>) {
    self.observation = observation
    self.action = action
    reward = step.reward
    next = step.observation
    ending = step.ending
  }
}
