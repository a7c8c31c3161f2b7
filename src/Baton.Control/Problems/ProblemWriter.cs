using System.Globalization;
using Baton.Contracts;
using Baton.Control.Mapping;
using Baton.Core;
using Microsoft.AspNetCore.Http;

namespace Baton.Control.Problems;

/// <summary>Writes the one body of every failed request.</summary>
internal static class ProblemWriter
{
    /// <summary>Answers with what was thrown; false for a bug, which is answered too but must be told to people.</summary>
    public static async Task<bool> WriteAsync(HttpContext context, Exception thrown)
    {
        var told = Begin(context, thrown);
        await Answer.WriteAsync(context, Describe(context, told.Code, told.Detail, (thrown as ProblemException)?.Problems), WireJson.Default.Problem, "application/problem+json");
        return told.IsExpected;
    }

    /// <summary>Begins the answer to what was thrown, with its status and headers; what its body has to tell.</summary>
    public static (string Code, int Status, string Detail, bool IsExpected) Begin(HttpContext context, Exception thrown)
    {
        var told = Tell(thrown);
        context.Response.Clear();
        context.Response.StatusCode = told.Status;
        if (thrown is ProblemException { Allow: { } allow }) context.Response.Headers.Allow = allow;
        if (thrown is ProblemException { Challenge: { } challenge }) context.Response.Headers.WWWAuthenticate = challenge;
        if (thrown is ProblemException { RetryAfterSeconds: { } seconds }) context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return told;
    }

    /// <summary>What there is to tell of what was thrown.</summary>
    public static (string Code, int Status, string Detail, bool IsExpected) Tell(Exception thrown)
    {
        var (code, status) = thrown switch
        {
            ProblemException problem => (problem.Code, problem.Status),
            BatonException failure => ProblemStatus.Of(failure.Code),
            BadHttpRequestException bad => (ErrorCodes.InvalidRequest, bad.StatusCode),
            _ => (ErrorCodes.Internal, 500),
        };
        var isExpected = code != ErrorCodes.Internal;
        // What a bug threw is for the log, not for whoever asked.
        var detail = isExpected ? thrown.Message : "something went wrong in Baton itself; the daemon's log says more under the number of this request";
        return (code, status, detail, isExpected);
    }

    private static Problem Describe(HttpContext context, string code, string detail, IReadOnlyList<ProblemItem>? problems) => new()
    {
        Error = FirstSentence(detail),
        Detail = detail,
        Code = code,
        RequestId = context.TraceIdentifier,
        Problems = problems,
    };

    /// <summary>Messages say what failed, then after a semicolon what else is known.</summary>
    private static string FirstSentence(string detail)
    {
        var end = detail.IndexOf("; ", StringComparison.Ordinal);
        return end < 0 ? detail : detail[..end];
    }
}
