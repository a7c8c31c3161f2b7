using Baton.Control.Problems;
using Baton.Control.Routing;
using Baton.Health.Routes;
using Microsoft.AspNetCore.Http;

namespace Baton.Control.Gateway;

/// <summary>One attempt to get an answer. It is sent, judged, and handed on where nothing better is to be had.</summary>
internal sealed class ForwardAttempt(ControlRequest request, GatewayRoute route, TimeProvider time) : IDisposable
{
    private readonly ForwardWatch _watch = new(time, route.Timeout, request.Gone);
    private HttpRequestMessage? _message;
    private HttpResponseMessage? _answer;
    private ProblemException? _problem;

    /// <summary>
    /// What it says of whoever answers: well for an answer below 500; not well for 502, 503 and 504, for none in time, and where nobody answers or what
    /// comes is no answer. Null where it says nothing: other errors may be about this one request.
    /// </summary>
    public bool? Judgement { get; private set; }

    /// <summary>Another attempt may do better. One that took all its time is not repeated: whoever asks has waited long enough.</summary>
    public bool IsWorthRepeating { get; private set; }

    /// <summary>Sends it and waits for the head of the answer.</summary>
    /// <exception cref="OperationCanceledException">Whoever asked has gone.</exception>
    public async Task SendAsync(HttpMessageInvoker client, Uri address, string pseudonym)
    {
        _message = ForwardedRequest.Create(request, route, address, _watch, pseudonym);
        try
        {
            _answer = await client.SendAsync(_message, _watch.Token);
            Judge((int)_answer.StatusCode);
        }
        catch (Exception e) when (!request.Gone.IsCancellationRequested && Body?.Failure is not null)
        {
            // What could not be read of the request is for the server to tell.
            throw Body.Failure as BadHttpRequestException ?? e;
        }
        catch (OperationCanceledException) when (_watch.IsOver && !request.Gone.IsCancellationRequested)
        {
            if (Body?.IsAwaited == true) throw GatewayProblems.Refused(route, 408, "the rest of the request did not come");
            Fail(GatewayProblems.Timeout(route), isWorthRepeating: false);
        }
        catch (HttpRequestException e) when (!request.Gone.IsCancellationRequested)
        {
            Fail(GatewayProblems.Of(route, e), isWorthRepeating: true);
        }
    }

    /// <summary>Hands on what came of it.</summary>
    /// <returns>False when the answer broke off.</returns>
    /// <exception cref="ProblemException">There is none.</exception>
    public Task<bool> HandOnAsync()
    {
        if (_problem is not null) throw _problem;
        AnswerHeaders.Copy(_answer!, request.Context.Response);
        return AnswerBody.CopyAsync(_answer!, request.Context, route, _watch);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _answer?.Dispose();
        _message?.Dispose();
        _watch.Dispose();
    }

    private ForwardedBody? Body => _message?.Content as ForwardedBody;

    private void Judge(int status)
    {
        if (status < 200)
        {
            Fail(GatewayProblems.Broken(route, "what came is no HTTP answer"), isWorthRepeating: false);
            return;
        }

        IsWorthRepeating = status is 502 or 503 or 504;
        Judgement = IsWorthRepeating ? false : status < 500 ? true : null;
    }

    private void Fail(ProblemException problem, bool isWorthRepeating)
    {
        _problem = problem;
        Judgement = false;
        IsWorthRepeating = isWorthRepeating;
    }
}
