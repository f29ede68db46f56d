import Foundation

/// A number that tells the running thread from all others that run.
@inline(__always)
func runningThread() -> UInt {
  #if canImport(Darwin)
    UInt(bitPattern: pthread_self())
  #else
    pthread_self()
  #endif
}
