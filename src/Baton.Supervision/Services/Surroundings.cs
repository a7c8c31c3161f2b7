namespace Baton.Supervision.Services;

/// <summary>The facts from outside that a step may use.</summary>
/// <param name="AreDependenciesReady">Everything it depends on is ready.</param>
/// <param name="AreDependentsGone">Nothing that depends on it is live.</param>
/// <param name="Random">A number in [0, 1), for jitter.</param>
/// <param name="AreDevicesPresent">Every device that it needs is there.</param>
/// <param name="Now">Time since some fixed moment, on the clock that does not jump.</param>
public readonly record struct Surroundings(bool AreDependenciesReady, bool AreDependentsGone, double Random, bool AreDevicesPresent = true, TimeSpan Now = default);
