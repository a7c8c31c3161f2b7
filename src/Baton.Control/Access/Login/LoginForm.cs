using Baton.Contracts;
using Baton.Control.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Baton.Control.Access.Login;

/// <summary>What the login page sends.</summary>
/// <param name="Token">The token, without blanks around it, as it may have been copied with some.</param>
/// <param name="Next">Where to go then.</param>
internal sealed record LoginForm(string Token, string Next)
{
    private static readonly FormOptions Options = new() { ValueCountLimit = 8, KeyLengthLimit = 64, ValueLengthLimit = 4096, BufferBodyLengthLimit = 16 * 1024 };

    /// <summary>Reads it from a request.</summary>
    /// <exception cref="ProblemException">It is no such form.</exception>
    public static async Task<LoginForm> ReadAsync(HttpContext context)
    {
        if (context.Request.ContentType?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) != true)
            throw new ProblemException(ErrorCodes.InvalidRequest, StatusCodes.Status415UnsupportedMediaType, "the login page sends a form; programs send \"Authorization: Bearer TOKEN\" with each request instead");
        try
        {
            var form = await context.Request.ReadFormAsync(Options, context.RequestAborted);
            return new LoginForm(form["token"].ToString().Trim(), LoginPage.NextOf(form["next"]));
        }
        catch (InvalidDataException)
        {
            throw ProblemException.Malformed("the form is not one, or too long");
        }
    }
}
