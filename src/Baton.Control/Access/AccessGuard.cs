using Baton.Control.Access.Login;

namespace Baton.Control.Access;

/// <summary>What is remembered of those who were not let in; bounded, and forgotten with the daemon.</summary>
/// <param name="Attempts">Who tried at the login page.</param>
/// <param name="Refusals">Tells people.</param>
internal sealed record AccessGuard(LoginAttempts Attempts, RefusalNotices Refusals);
