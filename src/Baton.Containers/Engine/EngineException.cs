using System.Net;

namespace Baton.Containers.Engine;

/// <summary>The engine did not do what it was asked, or did not answer.</summary>
internal sealed class EngineException : Exception
{
    /// <summary>It answered with a refusal.</summary>
    public EngineException(HttpStatusCode status, string message) : base(message) => Status = status;

    /// <summary>It could not be reached, or broke off.</summary>
    public EngineException(string message, Exception inner) : base(message, inner)
    {
    }

    /// <summary>What it answered; null when it could not be reached, or broke off.</summary>
    public HttpStatusCode? Status { get; }

    /// <summary>What was asked about is not there.</summary>
    public bool IsNotFound => Status == HttpStatusCode.NotFound;

    /// <summary>It could not be reached, or broke off.</summary>
    public bool IsAway => Status is null;
}
