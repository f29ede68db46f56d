// Makes the generated calls, each in a process of its own: once with good arguments, then with each
// argument, and pairs of arguments, replaced by awkward ones. A call must return, throw, or stop with
// a sentence.
//
// Usage: wrong-arguments [--pairs N] [--only TEXT] [--verbose]
//
// Of each declaration at most N pairs are called, 100 where nothing is said.
import Foundation

let options = CommandLine.arguments.dropFirst()
let pairs = options.firstIndex(of: "--pairs").flatMap { Int(options[$0 + 1]) } ?? 100
let only = options.firstIndex(of: "--only").map { options[$0 + 1] }
let calls = everyCall.flatMap { $0() }.filter { call in
  only.map { "\(call.name) \(call.text)".contains($0) } ?? true
}

let began = Date()
var counts: [String: Int] = [:]
var failures: [String: [String]] = [:]
var running: [pid_t: (slot: Int, call: Call, choice: [Int])] = [:]
var freeSlots = Array(0..<ProcessInfo.processInfo.activeProcessorCount)

/// Waits for one call to end and judges it.
func collect() {
  let (child, status) = waitForChild()
  guard let (slot, call, choice) = running.removeValue(forKey: child) else { return }
  freeSlots.append(slot)
  let ending = CallEnding(status: status, said: errorText(slot), takesPlace: call.takesPlace)
  counts[ending.kind, default: 0] += 1
  let isGood = choice.allSatisfy { $0 == 0 }
  let isRed = ending.isRed || isGood && ending.kind != "returned"
  if isRed {
    let why =
      isGood && !ending.isRed ? "the good arguments are refused: \(ending.reason)" : ending.reason
    failures[call.name, default: []].append("\(call.written(choice))\n      \(why)")
  } else if options.contains("--verbose") {
    print("\(call.written(choice))\n      \(ending.reason)")
  }
}

for call in calls {
  for choice in call.choices(pairs: pairs) {
    if freeSlots.isEmpty { collect() }
    let slot = freeSlots.removeLast()
    let child = start(slot) { try call.body(choice) }
    running[child] = (slot, call, choice)
  }
}
while !running.isEmpty { collect() }

for (name, lines) in failures.sorted(by: { $0.key < $1.key }) {
  print("error: \(name): \(lines.count) calls")
  for line in lines.prefix(options.contains("--all") ? .max : 3) { print("    \(line)") }
}
let total = counts.values.reduce(0, +)
let summary = counts.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
print(
  "\(calls.count) declarations, \(total) calls in \(Int(-began.timeIntervalSinceNow)) s:",
  summary.joined(separator: ", "))
// No call would prove nothing.
exit(failures.isEmpty && total > 0 ? 0 : 1)
